from django.urls import path
from django.views.decorators.http import require_GET

from ..worksheets.urls import worksheet_urls
from . import views
from .sheets import RATINGS, REGISTER

urlpatterns = [
    # /plans/<slug>/assets/: the register
    *worksheet_urls("assets/", REGISTER),
    # /plans/<slug>/goals/<goal>/: what the assets mean for a goal
    *worksheet_urls("goals/<int:goal>/ratings/", RATINGS),
    path("plans/<slug:slug>/goals/<int:goal>/grid/", require_GET(views.priority_grid), name="priority_grid"),
]
