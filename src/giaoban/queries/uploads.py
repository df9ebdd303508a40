"""Uploads: whether a file may be taken in on a day, by the rules of a pack and the installation's scanner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from giaoban.core.conduct.classification import Classification, markings
from giaoban.files.uploads.admission import Admitted
from giaoban.files.uploads.admission import admit as admit_file
from giaoban.files.uploads.pieces import Limits

__all__ = ["Admitted", "Upload", "admit", "classifications"]

Rules = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Upload:
    """One file as somebody sends it: its bytes, its name, and the classification that it is declared as."""

    content: bytes
    name: str
    classification: str


def classifications(rules: Rules, on: str) -> tuple[Classification, ...]:
    """Return what an upload must choose from on the day `on`; `rules` are the pack's on classification."""
    return markings(rules, on).classifications


def admit(content: bytes, name: str, declared: str, rules: Rules, on: str) -> Admitted:
    """Return the file as one that may be kept, or refuse it; nothing of it is written anywhere here.

    Raises:  Invalid with every finding. Its reason for the log is `core.conduct.refusals.reason`.
    """
    limits = Limits(bytes=settings.LARGEST_UPLOAD)
    return admit_file(content, name, declared, markings(rules, on), settings.SCANNER, limits)
