"""How much of an upload is taken in at all."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST_BYTES = 17_000_000  # of a whole request; what a page takes is less, and the page says so


def oversized(request: HttpRequest, most: int = MOST_BYTES) -> bool:
    """Whether the request has more bytes than this, so that its file was not taken in or should not be."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > most


class QuotaUploadHandler(FileUploadHandler):
    """Lets the file of an oversized request run out unread, so that it fills neither memory nor disk. The form's other
    fields still arrive, and the page can say what was wrong."""

    too_large = False

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.too_large = content_length > MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
