from django.urls import path
from django.views.decorators.http import require_GET

from . import views

# /plans/<slug>/: where a plan stands
urlpatterns = [path("plans/<slug:slug>/", require_GET(views.overview), name="overview")]
