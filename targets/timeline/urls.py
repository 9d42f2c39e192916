from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from planning.worksheets.urls import worksheet_urls

from . import views
from .sheets import ACTIVITIES, MEETING_GUESTS, MEETINGS, PRECEDENCES

PLAN, GOAL = "plans/<slug:slug>/", "goals/<int:goal>/"
both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    # /plans/<slug>/goals/<goal>/: the months of a goal, Table 6
    path(f"{PLAN}{GOAL}timeline/", both(views.timeline), name="timeline"),
    *worksheet_urls(f"{GOAL}activities/", ACTIVITIES),
    *worksheet_urls(f"{GOAL}order-of-work/", PRECEDENCES),
    # /plans/<slug>/: all goals together, and the meetings
    path(f"{PLAN}timeline/", require_GET(views.plan_timeline), name="plan_timeline"),
    *worksheet_urls("meetings/", MEETINGS),
    *worksheet_urls("meeting-guests/", MEETING_GUESTS),
]
