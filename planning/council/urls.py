from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import views

FORM = require_http_methods(["GET", "POST"])

urlpatterns = [
    # /plans/<slug>/document/: the council's PDF, asked for, watched and fetched
    path("plans/<slug:slug>/document/", require_GET(views.document), name="document"),
    path("plans/<slug:slug>/document/make/", require_POST(views.document_make), name="document_make"),
    path("plans/<slug:slug>/document/progress/", require_GET(views.document_progress), name="document_progress"),
    path("plans/<slug:slug>/document/<int:pk>/file/", require_GET(views.document_file), name="document_file"),
    path("plans/<slug:slug>/document/<int:pk>/retry/", require_POST(views.document_retry), name="document_retry"),
    # /plans/<slug>/document/sections/: which sections it has
    path("plans/<slug:slug>/document/sections/", FORM(views.document_sections), name="document_sections"),
    path("plans/<slug:slug>/document/sections/new/", FORM(views.document_section_new), name="document_section_new"),
    path("plans/<slug:slug>/document/sections/<int:pk>/", FORM(views.document_section), name="document_section"),
    path(
        "plans/<slug:slug>/document/sections/<int:pk>/delete/",
        require_POST(views.document_section_delete),
        name="document_section_delete",
    ),
]
