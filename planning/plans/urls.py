from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.generic import RedirectView

from . import joining, views

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="plan_list"), name="home"),
    # /join/: before the door
    path("join/", both(joining.join), name="join"),
    path("join/<str:code>/", both(joining.accept), name="accept"),
    # /plans/: which plans there are for me
    path("plans/", require_GET(views.plan_list), name="plan_list"),
    path("plans/new/", both(views.plan_new), name="plan_new"),
    # /plans/<slug>/…: the plan itself, its people, its history
    path("plans/<slug:slug>/settings/", both(views.plan_settings), name="plan_settings"),
    path("plans/<slug:slug>/history/", require_GET(views.history), name="plan_history"),
    path("plans/<slug:slug>/people/", require_GET(views.people), name="people"),
    path("plans/<slug:slug>/people/invite/", both(views.invite), name="invite"),
    path("plans/<slug:slug>/people/hand-over/", both(views.hand_over), name="hand_over"),
    path("plans/<slug:slug>/people/<int:pk>/", both(views.membership), name="membership"),
    path("plans/<slug:slug>/people/<int:pk>/end/", both(views.membership_end), name="membership_end"),
    path("plans/<slug:slug>/people/<int:pk>/away/", require_POST(views.membership_away), name="membership_away"),
    path("plans/<slug:slug>/people/invitations/<int:pk>/", require_GET(views.invitation), name="invitation"),
    path(
        "plans/<slug:slug>/people/invitations/<int:pk>/renew/",
        require_POST(views.invitation_renew),
        name="invitation_renew",
    ),
    path(
        "plans/<slug:slug>/people/invitations/<int:pk>/revoke/",
        require_POST(views.invitation_revoke),
        name="invitation_revoke",
    ),
]
