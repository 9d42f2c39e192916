from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import views

BASE = "plans/<slug:slug>/assets/import/"
both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    # /plans/<slug>/assets/import/: a spreadsheet into the register, from choosing it to its rows
    path(BASE, both(views.asset_import), name="asset_import"),
    path(f"{BASE}template/", require_GET(views.asset_import_template), name="asset_import_template"),
    path(f"{BASE}<int:pk>/", both(views.asset_import_one), name="asset_import_one"),
    path(f"{BASE}<int:pk>/progress/", require_GET(views.asset_import_progress), name="asset_import_progress"),
    path(f"{BASE}<int:pk>/run/", require_POST(views.asset_import_run), name="asset_import_run"),
]
