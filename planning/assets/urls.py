from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from ..worksheets.urls import worksheet_urls
from . import views
from .sheets import LOCAL, NEEDS, RATINGS, REGISTER

GOAL = "plans/<slug:slug>/goals/<int:goal>/"

urlpatterns = [
    # /plans/<slug>/assets/: the register
    *worksheet_urls("assets/", REGISTER),
    *worksheet_urls("asset-needs/", NEEDS),
    # /plans/<slug>/goals/<goal>/: what the assets mean for a goal
    *worksheet_urls("goals/<int:goal>/ratings/", RATINGS),
    *worksheet_urls("goals/<int:goal>/local-ratings/", LOCAL),
    path(f"{GOAL}grid/", require_GET(views.priority_grid), name="priority_grid"),
    path(f"{GOAL}grid/<int:pk>/", require_GET(views.rating_detail), name="rating_detail"),
    path(f"{GOAL}places/", require_GET(views.goal_places), name="places"),
    path(f"{GOAL}own-ratings/", require_GET(views.own_ratings), name="own_ratings"),
    path(f"{GOAL}own-ratings/<int:pk>/", require_POST(views.own_rating), name="own_rating"),
]
