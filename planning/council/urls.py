from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from . import views

urlpatterns = [
    # /plans/<slug>/document/: the council's PDF, asked for, watched and fetched
    path("plans/<slug:slug>/document/", require_GET(views.document), name="document"),
    path("plans/<slug:slug>/document/make/", require_POST(views.document_make), name="document_make"),
    path("plans/<slug:slug>/document/progress/", require_GET(views.document_progress), name="document_progress"),
    path("plans/<slug:slug>/document/<int:pk>/file/", require_GET(views.document_file), name="document_file"),
    path("plans/<slug:slug>/document/<int:pk>/retry/", require_POST(views.document_retry), name="document_retry"),
]
