from django.urls import include, path

from config.health import health

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("health/", health, name="health"),
]
