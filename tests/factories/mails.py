"""A real SMTP server on this machine, for a test; it keeps what it was sent."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from django.test import override_settings

from giaoban.config.signing_in import mail
from tests.factories.servers import free_port


class _Box:
    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@contextmanager
def smtp_server() -> Iterator[list[EmailMessage]]:
    """Run a server, send all mail of the site to it, and give the list of what has come."""
    box = _Box()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with override_settings(**mail(f"smtp://127.0.0.1:{port}", None)):
            yield box.mails
    finally:
        controller.stop()
