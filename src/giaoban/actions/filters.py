"""Filters: a person keeps the address of a narrowed register under a name, and drops it again."""

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.errors import Invalid, NotFound
from giaoban.records.models import Person, SavedFilter

_LONGEST_NAME, _LONGEST_ADDRESS, _MOST = 80, 600, 50


def save(*, person: Person, name: str, address: str) -> SavedFilter:
    """Keep an address of this site under a name; an earlier one of the same name gives way.

    Raises:  Invalid without a name, for what is no path of this site, and beyond the fiftieth.
    """
    named = " ".join(name.split())
    _require_sound(named, address)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        others = SavedFilter.objects.filter(person=person).exclude(name=named)
        if others.count() >= _MOST:
            raise Invalid("You have saved as many filters as there is room for", "Remove one of them first.")
        told, at = {"address": address}, timezone.now()
        row, _ = SavedFilter.objects.update_or_create(person=person, name=named, defaults={**told, "at": at})
        payload = {"filter": row.pk}
        events.note(verb="filter.saved", by=person.email, object=person.email, at=at, payload=payload)
    return row


def remove(*, person: Person, filter_id: int) -> None:
    """Drop one of a person's own filters.

    Raises:  NotFound if they have none of this key.
    """
    with transaction.atomic():
        count, _ = SavedFilter.objects.filter(person=person, pk=filter_id).delete()
        if not count:
            raise NotFound("There is no such filter", "See your desk.")
        told = {"object": person.email, "at": timezone.now(), "payload": {"filter": filter_id}}
        events.note(verb="filter.removed", by=person.email, **told)


def _require_sound(name: str, address: str) -> None:
    if not name:
        raise Invalid("The filter has no name", "Give it one by which you know it again.")
    if len(name) > _LONGEST_NAME:
        raise Invalid("The name is too long", "Shorten it.")
    if len(address) > _LONGEST_ADDRESS or not _is_of_this_site(address):
        raise Invalid("This is no page that can be saved", "Save it from the page of a register.")


def _is_of_this_site(address: str) -> bool:
    """Return whether an address is a bare path: nothing that a browser would take for another place."""
    if not address.startswith("/") or not address.isprintable() or set(address) & set("\\ "):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and not parts.path.startswith("//")
