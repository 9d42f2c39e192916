from django.urls import path

from . import views

urlpatterns = [
    # /me/: one's own account
    path("me/", views.profile, name="profile"),
    path("language/", views.set_language, name="set_language"),
]
