from ..worksheets.urls import worksheet_urls
from .sheets import AREAS, GOALS, GROUPS, LOCALITIES, SUB_OBJECTIVES

# /plans/<slug>/…: what the plan is about
urlpatterns = [
    *worksheet_urls("areas/", AREAS),
    *worksheet_urls("groups/", GROUPS),
    *worksheet_urls("goals/", GOALS),
    *worksheet_urls("goals/<int:goal>/sub-objectives/", SUB_OBJECTIVES),
    *worksheet_urls("localities/", LOCALITIES),
]
