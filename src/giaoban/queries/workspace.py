"""The workspace: where everything of this installation lies."""

from pathlib import Path

from django.conf import settings

from giaoban.core.errors import NotFound


def home() -> Path:
    """Return the folder of this installation."""
    return Path(settings.WORKSPACE)


def secret_key_file() -> Path:
    """Return the file of the key that signs; `init` makes it."""
    return home() / "secret_key"


def segments() -> Path:
    """Return the folder of the store's segments."""
    return home() / "store" / "segments"


def packs() -> Path:
    """Return the folder of the installed packs."""
    return home() / "packs"


def factsheets() -> Path:
    """Return the folder of the frozen factsheets."""
    return home() / "factsheets"


def evidence() -> Path:
    """Return the folder of the files that stand beside submissions, each named by its SHA-256."""
    return home() / "evidence"


def documents(round_id: str) -> Path:
    """Return the folder of the documents that were printed last for a round."""
    return home() / "documents" / round_id


def require() -> None:
    """Refuse to go on where there is no workspace yet.

    Raises:  NotFound, whose detail names the command that makes one.
    """
    if not secret_key_file().is_file():
        raise NotFound(f"There is no workspace in {home()}", "Run “giaoban init” first, or set GIAOBAN_HOME.")
