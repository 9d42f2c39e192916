from ..plans.forms import ScopedForm
from .content import PARTS
from .models import Publication


class PublicationForm(ScopedForm):
    class Meta:
        model = Publication
        fields = [*(f"shows_{part}" for part in PARTS), "language", "licence"]
