from django.urls import include, path
from django.views.generic import RedirectView

from config.health import health

handler500 = "config.errors.server_error"
urlpatterns = [
    # one's address is changed with one's account; allauth's list of several would not know of that
    path("accounts/email/", RedirectView.as_view(pattern_name="profile"), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("", include("planning.people.urls")),
    path("", include("planning.plans.urls")),
    path("", include("planning.goals.urls")),
    path("", include("planning.assets.urls")),
    path("", include("stakeholders.urls")),
    path("", include("planning.brainstorm.urls")),
    path("", include("planning.imports.urls")),
    path("", include("targets.urls")),
    path("", include("planning.swot.urls")),
    path("", include("planning.trees.urls")),
    path("", include("planning.actions.urls")),
    path("", include("planning.commitments.urls")),
    path("", include("planning.archive.urls")),
    path("", include("planning.council.urls")),
    path("", include("planning.readiness.urls")),
    path("", include("planning.approval.urls")),
    path("", include("planning.publication.urls")),
    path("", include("planning.calendar.urls")),
    path("", include("planning.overview.urls")),
    path("health/", health, name="health"),
    path("health/live/", health, name="live"),
    path("health/ready/", health, name="ready"),
]
