"""The printed side of a commitment: its link and QR code (C9)."""

from typing import ClassVar

from ..plans.tickets import Ticket


class CommitmentTicket(Ticket):
    """That of a commitment whose code this session still knows."""

    page: ClassVar[str] = "commitment_link"
