from django.urls import path
from django.views.decorators.http import require_GET

from ..worksheets.urls import worksheet_urls
from . import views
from .sheets import TREE_NODES

GOAL = "goals/<int:goal>/trees/"

# /plans/<slug>/goals/<goal>/trees/: what a problem comes from and what it leads to
urlpatterns = [
    path(f"plans/<slug:slug>/{GOAL}", require_GET(views.trees), name="trees"),
    *worksheet_urls(f"{GOAL}outline/", TREE_NODES),
]
