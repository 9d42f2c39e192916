from django.urls import path
from django.views.decorators.http import require_GET

from . import views

# /plans/<slug>/: where a plan stands
urlpatterns = [
    path("plans/<slug:slug>/", require_GET(views.overview), name="overview"),
    path("plans/<slug:slug>/responsible/", require_GET(views.who_is_responsible), name="responsible"),
    path("plans/<slug:slug>/chain/", require_GET(views.chain), name="chain"),
    path("plans/<slug:slug>/chain/<slug:kind>/<int:pk>/", require_GET(views.chain_link), name="chain_link"),
]
