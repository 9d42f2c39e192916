"""What the log keeps."""

import logging


class WithoutTraceback(logging.Filter):
    """A page that is not there, or not for this reader, is one line: where it was raised in our code helps nobody, and
    thousands of such tracebacks would hide the one of a fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
