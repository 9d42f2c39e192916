"""Which names are the same: strictly, for what is joined without asking; loosely, for what people write anew."""

import pytest
from django.core.exceptions import ValidationError

from planning.people.text import loosely, same_name, validate_printable

CASES = [
    # what one person writes, what another writes, the same strictly, the same loosely
    ("the lorries", "  The\u00a0 LORRIES\u200f", True, True),
    ("café", "Cafe\u0301", True, True),
    ("Straße", "STRASSE", True, True),
    ("Café", "cafe", False, True),
    ("Drivers’ club", "drivers' club", False, True),
    ("Football club", "football-club.", False, True),
    ("kind of capital", "Kind_of-capital:", False, True),
    ("مدرسة الحيّ", "مدرسه الحي", False, True),
    ("الأرض", "الارض", False, True),
    ("الآلات", "الـــآلات", True, True),
    ("الكميّة", "الكميه", False, True),
    ("الكميّة", "الكمية", True, True),
    ("İLKOKUL BİNASI", "İlkokul binası", True, True),
    ("ISPARTA", "ısparta", True, True),
    ("ISPARTA", "isparta", True, True),
    ("مدرسۃ", "مدرسه", True, True),
    ("بئر", "بءر", False, False),
    ("كتاب", "کتاب", True, True),  # the letter of Persian and Sorani keyboards
    ("مستشفى", "مستشفي", True, True),
    ("\ufefb", "لا", True, True),  # letters of one shape, as old programs store them
    ("بئر ٣", "بئر 3", True, True),
    ("بئر ۳", "بئر ٣", True, True),
    ("week\u00adend", "weekend", False, True),  # a hyphen that shows only at the end of a line
    ("℡", "Tel", True, True),
    ("Football club", "Chess club", False, False),
    ("بئر", "بير", False, True),  # the hamza that hurried hands leave out
    ("Well 1 2", "Well 12", False, False),
]


@pytest.mark.parametrize(("one", "other", "strictly", "freely"), CASES)
def test_which_names_are_the_same(one: str, other: str, strictly: bool, freely: bool) -> None:
    assert (same_name(one) == same_name(other)) is strictly
    assert (loosely(one) == loosely(other)) is freely


@pytest.mark.parametrize(("text", "left"), [("  Kind_of-capital: ", "kind of capital"), ("?! –", ""), ("", "")])
def test_what_is_left_of_a_name(text: str, left: str) -> None:
    assert loosely(text) == left
    assert loosely(left) == left


@pytest.mark.parametrize(
    "text",
    [
        "CO₂ ≤ 5 µg/m³ → 12 ℃",
        "Ελλάς · Москва",
        "İstanbul ğüşöç",
        "می‌خواهم کتاب ێ ڵ ڕ ۆ",
        "e\u0301 ḥ",
        "ه\u200d",  # joined to what does not follow, as abbreviations of years are
        "“”„«»–—… № ½",
        "كتابٌ مُفيد",
        "a\tb\nc\u00a0d\u2009e\u200f",
    ],
)
def test_what_towns_write_can_be_printed(text: str) -> None:
    validate_printable(text)


@pytest.mark.parametrize("text", ["KOICA 한국국제협력단", "日本", "हिन्दी", "🙂", "\u202e", "\x07", "\ue001"])
def test_what_no_face_has_a_drawing_for_is_refused_at_the_field(text: str) -> None:
    """It was accepted, and the council's document had a blank in its place, on one server and not on another."""
    with pytest.raises(ValidationError) as refused:
        validate_printable(text)
    assert "cannot be printed" in str(refused.value)
