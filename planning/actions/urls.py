from ..worksheets.urls import worksheet_urls
from .sheets import ACTIONS, RESOURCES

# /plans/<slug>/goals/<goal>/: who does what for a goal, and with which means
urlpatterns = [
    *worksheet_urls("goals/<int:goal>/actions/", ACTIONS),
    *worksheet_urls("goals/<int:goal>/resources/", RESOURCES),
]
