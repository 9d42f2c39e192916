"""The columns of the register: by which words a spreadsheet names them, and by which it names the kinds."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..assets.forms import AssetForm
from ..assets.models import Asset
from ..people.models import Municipality
from ..people.text import loosely
from .models import KnownHeader

FIELDS: tuple[str, ...] = tuple(AssetForm._meta.fields or ())
REQUIRED = ("name", "kind")  # what an asset is known by

# Words that stand over such columns beside the form's own labels.
OTHER_WORDS: dict[str, list[str]] = {
    "name": ["name", "asset name", "title", "item", "الاسم", "اسم الأصل", "الأصل", "أصل", "البند"],
    "kind": ["kind", "type", "capital", "type of capital", "category", "النوع", "نوع", "نوع الأصل", "الفئة"],
    "description": ["description", "details", "notes", "remarks", "الوصف", "وصف", "ملاحظات", "التفاصيل"],
    "quantity": ["quantity", "qty", "count", "amount", "how many", "الكمية", "العدد", "كمية", "عدد"],
    "unit": ["unit", "units", "unit of measure", "الوحدة", "وحدة", "وحدة القياس"],
    "size": ["size", "area", "capacity", "الحجم", "المساحة", "السعة", "القياس"],
    "condition": ["condition", "quality", "state", "status", "quality condition", "الحالة", "الجودة", "حالة الأصل"],
    "locality": ["locality", "place", "location", "village", "quarter", "المكان", "الموقع", "القرية", "الحي", "البلدة"],
    "keeper": ["keeper", "holder", "owner", "responsible", "kept by", "في عهدة", "المسؤول", "الجهة", "المالك"],
    "source": ["source", "source of information", "المصدر", "مصدر المعلومة", "مصدر المعلومات"],
}
OTHER_KINDS: dict[str, list[str]] = {
    "built": ["built", "physical built", "infrastructure", "building", "مبني", "مادي مبني", "مبنى"],
    "natural": ["natural", "nature", "physical natural", "طبيعي", "مادي طبيعي"],
    "human": ["human", "human capital", "people", "بشري", "رأس مال بشري"],
    "social": ["social", "social capital", "اجتماعي", "رأس مال اجتماعي"],
}


def in_every_language() -> Iterator[None]:
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield None


def label(field: str) -> str:
    """The column's name in the reader's language, as the register's own spreadsheet writes it."""
    return str(capfirst(str(AssetForm.base_fields[field].label)))


@cache
def header_words() -> dict[str, list[str]]:
    """Every word for each field, in all languages."""
    words = {field: list(OTHER_WORDS.get(field, ())) for field in FIELDS}
    for _language in in_every_language():
        for field in FIELDS:
            words[field].append(label(field))
    return words


@cache
def kind_words() -> dict[str, str]:
    """loosely written word → kind."""
    words = {loosely(word): kind for kind, others in OTHER_KINDS.items() for word in others}
    for _language in in_every_language():
        words |= {loosely(str(kind.label)): kind.value for kind in Asset.Kind}
    return words


def kind_of(text: str) -> str:
    """The kind that a word stands for; the word itself where it stands for none, for the form to refuse."""
    return kind_words().get(loosely(text), text)


def kinds_said() -> str:
    return " · ".join(str(kind.label) for kind in Asset.Kind)


# What a municipality matched before ------------------------------------------------------------------------------


def remembered(municipality: Municipality) -> dict[str, str]:
    known = KnownHeader.objects.filter(municipality=municipality)
    return dict(known.values_list("header", "field"))


def remember(municipality: Municipality, headers: Sequence[str], columns: Mapping[str, int]) -> None:
    """Keeps how the headers of a file were matched; what was matched otherwise before is forgotten."""
    by_place = {at: field for field, at in columns.items()}
    matched: dict[str, str] = {}
    for at, header in enumerate(headers):
        word = loosely(header)[:120]
        matched[word] = by_place.get(at) or matched.get(word, "")  # it may stand over several columns
    known = [KnownHeader(municipality=municipality, header=h, field=f) for h, f in matched.items() if h]
    KnownHeader.objects.bulk_create(
        known, update_conflicts=True, unique_fields=["municipality", "header"], update_fields=["field"]
    )


def explanations() -> dict[str, str]:
    """What stands in each column, for the template's second page."""
    return {
        "name": _("Required. The name of the asset, at most 160 characters."),
        "kind": _("Required. One of: %(kinds)s") % {"kinds": kinds_said()},
        "quantity": _("How many or how much: only a number."),
        "unit": _("What the number counts: vehicles, cubic metres, persons."),
        "size": _("How large one of them is, in words or figures."),
        "condition": _("How good it is, or what state it is in."),
        "locality": _("Where it is: the name of one of the plan’s localities."),
        "keeper": _("Who has it or looks after it."),
        "source": _("Who said so, or where it is written."),
        "description": _("Anything else worth knowing, at most 1000 characters."),
    }
