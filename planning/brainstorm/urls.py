from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import listing_views, views

both = require_http_methods(["GET", "HEAD", "POST"])
at = "plans/<slug:slug>/brainstorms/"
one, entry = f"{at}<int:pk>/", f"{at}entries/<int:pk>/"

urlpatterns = [
    # /plans/<slug>/brainstorms/: the sessions, and a running one
    path(at, both(views.brainstorms), name="brainstorms"),
    path(one, require_GET(views.brainstorm), name="brainstorm"),
    path(f"{one}changes/", require_GET(views.brainstorm_poll), name="brainstorm_poll"),
    path(f"{one}wall/", require_GET(views.brainstorm_wall), name="brainstorm_wall"),
    path(f"{one}join/", require_POST(views.brainstorm_join), name="brainstorm_join"),
    path(f"{one}turn/", require_POST(views.brainstorm_turn), name="brainstorm_turn"),
    path(f"{one}leave/", require_POST(views.brainstorm_leave), name="brainstorm_leave"),
    path(f"{one}end/", require_POST(views.brainstorm_end), name="brainstorm_end"),
    # … what was named in it
    path(f"{one}list/", require_GET(listing_views.brainstorm_list), name="brainstorm_list"),
    path(f"{one}merge/", require_POST(listing_views.brainstorm_merge), name="brainstorm_merge"),
    path(f"{one}register/", both(listing_views.brainstorm_register), name="brainstorm_register"),
    # … and one entry of it
    path(entry, both(listing_views.brainstorm_entry), name="brainstorm_entry"),
    path(f"{entry}separate/", require_POST(listing_views.brainstorm_separate), name="brainstorm_separate"),
    path(f"{entry}proof/", require_POST(listing_views.brainstorm_proof), name="brainstorm_proof"),
    path(f"{entry}take-out/", require_POST(listing_views.brainstorm_take_out), name="brainstorm_take_out"),
]
