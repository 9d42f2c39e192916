from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..worksheets.urls import worksheet_urls
from . import views
from .sheets import SWOT_ENTRIES

GOAL = "goals/<int:goal>/swot/"
AT = f"plans/<slug:slug>/{GOAL}"

# /plans/<slug>/goals/<goal>/swot/: strengths, interests and weaknesses of the groups, and what may come from outside
urlpatterns = [
    path(AT, require_GET(views.swot), name="swot"),
    path(f"{AT}take/", require_POST(views.swot_take), name="swot_take"),
    *worksheet_urls(f"{GOAL}entries/", SWOT_ENTRIES),
    path(
        f"{AT}entries/<int:pk>/release/",
        require_http_methods(["GET", "HEAD", "POST"])(views.swot_release),
        name="swot_release",
    ),
    path(f"{AT}entries/<int:pk>/withhold/", require_POST(views.swot_withhold), name="swot_withhold"),
]
