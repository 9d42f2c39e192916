from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from ..worksheets.urls import worksheet_urls
from . import views
from .sheets import ACCOMMODATIONS, ACTION_GROUPS, ACTIONS, PARTS, RESOURCES

GOAL = "goals/<int:goal>/"
PAGE = f"plans/<slug:slug>/{GOAL}"
both = require_http_methods(["GET", "HEAD", "POST"])

# /plans/<slug>/goals/<goal>/: who does what for a goal, and with which means
urlpatterns = [
    *worksheet_urls(f"{GOAL}actions/", ACTIONS),
    path(f"{PAGE}actions/<int:pk>/questions/", both(views.action_page), name="action"),
    *worksheet_urls(f"{GOAL}actions/groups/", ACTION_GROUPS),
    *worksheet_urls(f"{GOAL}actions/parts/", PARTS),
    *worksheet_urls(f"{GOAL}actions/opponents/", ACCOMMODATIONS),
    *worksheet_urls(f"{GOAL}resources/", RESOURCES),
    path(f"{PAGE}resources/balance/", require_GET(views.balance), name="balance"),
    path(f"{PAGE}monitoring-plan/", require_GET(views.monitoring_plan), name="monitoring_plan"),
]
