from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from . import views

urlpatterns = [
    path("plans/<slug:slug>/readiness/", require_GET(views.readiness), name="readiness"),
    path("plans/<slug:slug>/readiness/leave/", require_POST(views.leave), name="readiness_leave"),
]
