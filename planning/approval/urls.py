from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import views

PLAN = "plans/<slug:slug>/"

urlpatterns = [
    path(f"{PLAN}approval/", require_GET(views.approval), name="approval"),
    *(
        path(f"{PLAN}approval/{step}/", require_POST(views.approval_step), {"step": step}, name=f"approval_{step}")
        for step in ("open", "submit", "withdraw")
    ),
    path(f"{PLAN}approval/comments/", require_POST(views.comment_new), name="comment_new"),
    path(f"{PLAN}approval/comments/<int:pk>/", require_POST(views.comment_resolve), name="comment_resolve"),
    path(f"{PLAN}approval/documents/<int:pk>/docx/", require_GET(views.version_docx_file), name="version_docx_file"),
    path(f"{PLAN}approval/scans/<int:pk>/", require_GET(views.scan_file), name="scan_file"),
    path(f"{PLAN}approval/<int:number>/", require_GET(views.version), name="version"),
    path(f"{PLAN}approval/<int:number>/data/", require_GET(views.version_file), name="version_file"),
    path(
        f"{PLAN}approval/<int:number>/decision/",
        require_http_methods(["GET", "POST"])(views.decision_new),
        name="decision_new",
    ),
    path("v/<str:code>/", require_GET(views.check_version), name="check_version"),
]
