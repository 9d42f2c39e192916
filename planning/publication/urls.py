from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from . import views

PLAN, OPEN = "plans/<slug:slug>/publication/", "open/<slug:name>/"

urlpatterns = [
    path(PLAN, require_http_methods(["GET", "HEAD", "POST"])(views.publication), name="publication"),
    path(f"{PLAN}switch/", require_POST(views.publication_switch), name="publication_switch"),
    path(f"{PLAN}preview/", require_GET(views.publication_preview), name="publication_preview"),
    path(
        f"{PLAN}preview/actions/<int:key>/",
        require_GET(views.publication_preview),
        name="publication_preview_action",
    ),
    # for everybody
    path(OPEN, require_safe(views.open_plan), name="open_plan"),
    path(f"{OPEN}plan.json", require_safe(views.open_json), name="open_json"),
    path(f"{OPEN}<slug:language>/", require_safe(views.open_page), name="open_page"),
    path(f"{OPEN}<slug:language>/actions/<int:key>/", require_safe(views.open_action), name="open_action"),
    path(f"{OPEN}<slug:language>/actions.csv", require_safe(views.open_csv), name="open_csv"),
]
