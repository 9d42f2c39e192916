from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import views

PAGE = "plans/<slug:slug>/commitments/"
both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path(PAGE, require_GET(views.commitments), name="commitments"),
    path(f"{PAGE}new/", both(views.commitment_new), name="commitment_new"),
    path(f"{PAGE}<int:pk>/", both(views.commitment), name="commitment"),
    path(f"{PAGE}<int:pk>/link/", require_POST(views.commitment_renew), name="commitment_renew"),
    path(f"{PAGE}<int:pk>/paper/", require_POST(views.commitment_paper), name="commitment_paper"),
    path(f"{PAGE}<int:pk>/withdraw/", require_POST(views.commitment_withdraw), name="commitment_withdraw"),
    path(f"{PAGE}<int:pk>/unname/", require_POST(views.commitment_unname), name="commitment_unname"),
    path(f"{PAGE}<int:pk>/name/", require_POST(views.commitment_name), name="commitment_name"),
    path(f"{PAGE}<int:pk>/remove/", require_POST(views.commitment_remove), name="commitment_remove"),
    path("c/<str:code>/", both(views.commitment_link), name="commitment_link"),
]
