from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from . import views

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    # /plans/<slug>/calendar/
    path("plans/<slug:slug>/calendar/", both(views.calendar), name="calendar"),
    path("plans/<slug:slug>/calendar/plan.ics", require_GET(views.calendar_file), name="calendar_file"),
    # /calendar/<token>.ics: read by calendar programs
    path("calendar/<str:token>.ics", require_safe(views.calendar_feed), name="calendar_feed"),
]
