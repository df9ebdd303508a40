"""A real SMTP server on this machine, for a test; it keeps what it was sent."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from django.test import override_settings

from giaoban.config.signing_in import mail
from tests.factories.servers import free_port


class Box(list[EmailMessage]):
    """The mails that were taken; to addresses in `refused` it says no.

    Instead of answering to mail number `breaks_at` it hangs up; to number `stalls_at` it never answers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refused: set[str] = set()
        self.breaks_at = self.stalls_at = 0
        self.asked = 0

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address in self.refused:
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.asked += 1
        if self.asked == self.breaks_at:
            server.transport.abort()
            return "421 gone"
        if self.asked == self.stalls_at:
            await asyncio.Event().wait()
        self.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Box, str]]:
    """Run a server; give the list of what has come, and the address under which the site is to know it."""
    box, port = Box(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@contextmanager
def smtp_server() -> Iterator[Box]:
    """Run a server, send all mail of the site to it, and give the list of what has come."""
    with mail_server() as (box, address), override_settings(**mail(address, None)):
        yield box
