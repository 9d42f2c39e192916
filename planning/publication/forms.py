from ..plans.forms import ScopedForm
from ..worksheets.forms import PickSelect
from .content import PARTS
from .models import Publication


class PublicationForm(ScopedForm):
    class Meta:
        model = Publication
        fields = [*(f"shows_{part}" for part in PARTS), "language", "licence"]
        widgets = {"licence": PickSelect}  # a list of choice cuts long words off on a phone
