from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from . import views

urlpatterns = [
    # /plans/<slug>/document/: the plan as one file of data
    path("plans/<slug:slug>/document/data/", require_GET(views.plan_data_file), name="plan_data_file"),
    path(
        "plans/<slug:slug>/document/whole/",
        require_http_methods(["GET", "POST"])(views.plan_data_whole),
        name="plan_data_whole",
    ),
    # /plan.schema.json: the form of such a file, for whoever reads it
    path("plan.schema.json", require_GET(views.plan_schema), name="plan_schema"),
]
