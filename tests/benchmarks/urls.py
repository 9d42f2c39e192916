"""The product's addresses, and beside them the bare view that everything is measured against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from planning.models import Plan


def bare(request: HttpRequest, slug: str) -> HttpResponse:
    """One indexed query and the frame that all pages have, for somebody who is signed in."""
    Plan.objects.get(slug=slug)
    return render(request, "base.html")


urlpatterns = [path("bare/<slug:slug>/", bare), path("", include("config.urls"))]
