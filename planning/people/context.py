"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static


def house(request: HttpRequest) -> dict[str, Any]:
    """`icons` is the address of the drawing that holds all icons."""
    return {"icons": static("icons.svg")}
