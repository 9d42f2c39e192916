from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..people.forms import HouseForm
from ..worksheets.forms import PickSelect
from .columns import FIELDS, REQUIRED, label
from .models import Import, Rule
from .register import Choices
from .rules import column_letter

RULES_MEAN = {
    Rule.SKIP: gettext_lazy("The asset in the register is not changed; the row of the file is skipped."),
    Rule.UPDATE: gettext_lazy(
        "The filled cells of the row replace what the asset says; empty cells, and what the file has no column for, "
        "leave it as it is. What somebody edits between the check and the import is not overwritten."
    ),
    Rule.ADD: gettext_lazy("Every row becomes a new asset, so the register may contain the same asset twice."),
}


class UploadForm(HouseForm):
    file = forms.FileField(
        label=gettext_lazy("spreadsheet"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": gettext_lazy("Please choose a file."),
            "empty": gettext_lazy("The file is empty. It needs a row of headers and a row for each asset."),
        },
    )


class ChoicesForm(HouseForm):
    """How a file is read: the column of each field, the rule, and whether unknown localities are added."""

    rule = forms.ChoiceField(
        label=gettext_lazy("What should happen with assets that are already in the register?"),
        choices=Rule.choices,
        widget=PickSelect(meanings=RULES_MEAN),
        error_messages={"required": gettext_lazy("Please choose one of the three rules.")},
    )
    new_localities = forms.BooleanField(
        label=gettext_lazy("Add localities that the plan does not have yet"), required=False
    )

    def __init__(self, upload: Import, may_add_places: bool, data: Mapping[str, Any] | None = None) -> None:
        started = upload.columns or upload.table.get("guess", {})
        initial: dict[str, Any] = {f"column_{name}": str(at) for name, at in started.items()}
        initial |= {"rule": upload.rule, "new_localities": upload.new_localities}
        offered = [("", _("– not in the file –")), *_columns_of(upload)]
        super().__init__(data, initial=initial, auto_id="id_%s")
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=label(name),
                choices=offered,
                required=name in REQUIRED,
                widget=forms.Select(attrs={"class": "input"}),
                error_messages={"required": _("Please say which column this is; every asset needs it.")},
            )
        self.fields["new_localities"].widget.attrs["class"] = "box"
        if not may_add_places:
            del self.fields["new_localities"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for name in FIELDS:
            if not (at := cleaned.get(f"column_{name}")):
                continue
            if at in taken:
                words = {"letter": column_letter(int(at)), "label": label(taken[at])}
                self.add_error(f"column_{name}", _("Column %(letter)s is already used for “%(label)s”.") % words)
            taken.setdefault(at, name)
        return cleaned

    @property
    def choices(self) -> Choices:
        cleaned = self.cleaned_data
        columns = {name: int(cleaned[f"column_{name}"]) for name in FIELDS if cleaned.get(f"column_{name}")}
        return Choices(columns, cleaned["rule"], cleaned.get("new_localities", False))

    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{name}"] for name in FIELDS]


def _columns_of(upload: Import) -> list[tuple[str, str]]:
    """The file's columns as people know them: letter, header, and what stands in the first rows."""
    found = []
    for at, header in enumerate(upload.table.get("headers", ())):
        cells = [cell for cell in upload.table["samples"][at] if cell]
        words = " · ".join([header or _("(no header)"), *cells[:1]])
        found.append((str(at), f"{column_letter(at)}: {words}"))
    return found
