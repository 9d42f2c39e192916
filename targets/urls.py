from django.urls import path
from django.views.decorators.http import require_GET

from planning.worksheets.urls import worksheet_urls

from . import views
from .sheets import INDICATORS, MID_VALUES, TARGETS
from .timeline.urls import urlpatterns as timeline

GOAL = "goals/<int:goal>/"

# /plans/<slug>/goals/<goal>/: what is to be achieved until when, and by what one sees it
urlpatterns = [
    *worksheet_urls(f"{GOAL}targets/", TARGETS),
    path(f"plans/<slug:slug>/{GOAL}targets/grid/", require_GET(views.target_grid), name="target_grid"),
    path(f"plans/<slug:slug>/{GOAL}targets/pairs/", require_GET(views.target_pairs), name="target_pairs"),
    path(f"plans/<slug:slug>/{GOAL}targets/check/", require_GET(views.target_check), name="target_check"),
    *worksheet_urls(f"{GOAL}indicators/", INDICATORS),
    *worksheet_urls(f"{GOAL}intermediate-values/", MID_VALUES),
    *timeline,
]
