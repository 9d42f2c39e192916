"""Assets in the chain."""

from django.utils.translation import gettext_lazy as _

from ..goals.chain import Link
from .models import Asset

LINKS = {"asset": Link(_("Asset"), Asset, "name", "assets")}
