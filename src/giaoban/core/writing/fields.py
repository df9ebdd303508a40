"""Fields: everything that a template, a table column or a chart may ask of a figure."""

from collections.abc import Mapping

from giaoban.core.writing.afterwards import AFTERWARDS
from giaoban.core.writing.amounts import AMOUNTS
from giaoban.core.writing.labels import LABELS
from giaoban.core.writing.voice import Field, Spans, Subject, Voice

FIELDS: Mapping[str, Field] = {**AMOUNTS, **LABELS, **AFTERWARDS}


def say_field(voice: Voice, field: str, subject: Subject) -> Spans:
    """Return what a figure answers to a field; nothing where the figure is not there or does not say."""
    if subject.figure is None:
        return ()
    return FIELDS[field](voice, subject)
