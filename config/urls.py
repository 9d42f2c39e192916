from django.urls import include, path

from config.health import health

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("planning.people.urls")),
    path("", include("planning.plans.urls")),
    path("", include("planning.goals.urls")),
    path("", include("planning.assets.urls")),
    path("", include("planning.actions.urls")),
    path("", include("planning.council.urls")),
    path("", include("planning.overview.urls")),
    path("health/", health, name="health"),
]
