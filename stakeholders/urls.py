from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from planning.worksheets.urls import worksheet_urls

from . import views
from .sheets import ANSWERS, CONNECTIONS, INFLUENCES, INTERVIEWS, POSITIONS, STAKEHOLDERS

GOAL = "goals/<int:goal>/"
STEP = "sub-objectives/<int:sub_objective>/"
both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    # /plans/<slug>/stakeholders/: the register
    *worksheet_urls("stakeholders/", STAKEHOLDERS),
    # /plans/<slug>/goals/<goal>/: what is asked for a whole goal
    path(f"plans/<slug:slug>/{GOAL}stakeholders/", require_GET(views.analysis), name="analysis"),
    path(f"plans/<slug:slug>/{GOAL}promote/", require_GET(views.promote), name="promote"),
    path(f"plans/<slug:slug>/{GOAL}interviews/guide/", require_GET(views.interview_guide), name="interview_guide"),
    *worksheet_urls(f"{GOAL}connections/", CONNECTIONS),
    *worksheet_urls(f"{GOAL}interviews/", INTERVIEWS),
    *worksheet_urls(f"{GOAL}answers/", ANSWERS),
    # /plans/<slug>/sub-objectives/<sub_objective>/: the analysis of one sub-objective
    *worksheet_urls(f"{STEP}positions/", POSITIONS),
    *worksheet_urls(f"{STEP}influence/", INFLUENCES),
    path(f"plans/<slug:slug>/{STEP}map/", require_GET(views.stakeholder_map), name="stakeholder_map"),
    path(f"plans/<slug:slug>/{STEP}network/", require_GET(views.stakeholder_network), name="stakeholder_network"),
    path(f"plans/<slug:slug>/{STEP}release/", both(views.release_analysis), name="release"),
]
