"""Search: what was written is kept so that it is found from then on; all of it can be made anew."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from giaoban.queries import search
from giaoban.records.models import SearchEntry

_COLUMNS = ("kind", "number", "plain_number", "title", "unit_key", "conference", "on", "words")
_AT_ONCE = 1000


def keep(*, objects: Iterable[str]) -> None:
    """Let these things (`petition/12`, `task/5`, `directive/3`, `clause/7`) be found as they are now.

    Edges:   what there is no more, or what is a draft, is found no longer; inside the transaction that wrote
             them and before its event, as others wait from there on.
    Raises:  TypeError outside of a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TypeError("What is found changes inside the transaction of its write")
    asked: dict[str, list[int]] = defaultdict(list)
    for kind, _, key in (one.partition("/") for one in sorted(set(objects))):
        asked[kind].append(int(key))
    for kind, keys in asked.items():
        rows = list(search.entries(kind, keys))
        gone = {f"{kind}/{key}" for key in keys} - {one.object for one in rows}
        SearchEntry.objects.filter(object__in=gone).delete()
        SearchEntry.objects.bulk_create(
            rows, _AT_ONCE, update_conflicts=True, unique_fields=["object"], update_fields=_COLUMNS
        )


def rebuild() -> int:
    """Make every entry anew from what it is of, and return how many there are."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        for kind in search.KINDS:
            rows = search.entries(kind)
            while some := list(islice(rows, _AT_ONCE)):
                SearchEntry.objects.bulk_create(some)
    return SearchEntry.objects.count()
