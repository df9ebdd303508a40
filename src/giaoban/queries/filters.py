"""Filters: the narrowed registers that a person keeps under names."""

from giaoban.records.models import SavedFilter


def of_person(email: str) -> tuple[SavedFilter, ...]:
    """Return the filters that a person saved, by name."""
    return tuple(SavedFilter.objects.filter(person__email=email).order_by("name"))
