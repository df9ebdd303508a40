"""Settings of mail: one address in the environment, or files in the workspace."""

from pathlib import Path

import pytest

from giaoban.config.signing_in import mail


def test_without_a_server_mails_are_files_of_the_workspace():
    """Nothing leaves the machine unasked."""
    told = mail("", Path("workspace"))
    assert told["EMAIL_FILE_PATH"] == Path("workspace/mail") and "filebased" in told["EMAIL_BACKEND"]


@pytest.mark.parametrize(
    ("address", "host", "port", "is_ssl", "is_tls"),
    [
        ("smtp://mail.office.example", "mail.office.example", 25, False, False),
        ("smtp://u%40x:p%2F@mail.office.example:587?starttls", "mail.office.example", 587, False, True),
        ("smtps://mail.office.example", "mail.office.example", 465, True, False),
    ],
)
def test_a_server_is_one_address(address, host, port, is_ssl, is_tls):
    """Host, port, encryption; name and password may hold any sign."""
    told = mail(address, Path())
    assert (told["EMAIL_HOST"], told["EMAIL_PORT"]) == (host, port)
    assert (told["EMAIL_USE_SSL"], told["EMAIL_USE_TLS"]) == (is_ssl, is_tls)
    if "@" in address:
        assert (told["EMAIL_HOST_USER"], told["EMAIL_HOST_PASSWORD"]) == ("u@x", "p/")


def test_another_kind_of_address_is_refused():
    """Before anything is sent to the wrong place."""
    with pytest.raises(ValueError, match="GIAOBAN_SMTP"):
        mail("https://mail.office.example", Path())
