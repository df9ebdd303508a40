"""The canonical form of an event: it never changes, or no chain of yesterday verifies."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from giaoban.core.conduct.audit import BEGINNING, Head, canonical, follow, line, verify

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def first(**changed):
    """Return the first event of a chain."""
    said = {"actor": "Bình", "verb": "round.frozen", "object": "r", "payload": {"b": 1, "a": ["x", None]}}
    return follow(Head(BEGINNING), **{"at": AT, **said, **changed})


def test_the_canonical_form_stands():
    """Keys sorted, no spaces, letters as they are, the moment in UTC to the microsecond."""
    text = (
        '{"actor":"Bình","at":"2026-11-22T08:30:00.000000+00:00","number":1,"object":"r",'
        f'"payload":{{"a":["x",null],"b":1}},"previous":"{BEGINNING}","verb":"round.frozen"}}'
    )
    assert canonical(first()).decode() == text
    assert first().hash == hashlib.sha256(text.encode()).hexdigest()


def test_a_moment_is_the_same_in_every_zone():
    """What is written is when, not where."""
    assert first(at=AT.astimezone(timezone(timedelta(hours=7)))) == first()


def test_a_line_of_an_export_is_the_canonical_text_with_its_hash():
    """JSON, one line; without the hash it is what was hashed."""
    entry = first(payload={"reason": 'a "hash":"no" \n line'})
    written = line(entry)
    assert b"\n" not in written and json.loads(written) == vars(entry)
    assert written.replace(f'"hash":"{entry.hash}",'.encode(), b"") == canonical(entry)


def test_a_name_that_is_no_text_still_has_a_hash():
    """A file name with a byte that is no UTF-8 comes as half a surrogate pair, and goes back as one."""
    entry = first(payload={"file": "\udcff.csv"})
    assert verify([entry]) == []
    assert json.loads(canonical(entry))["payload"] == {"file": "\udcff.csv"}


@pytest.mark.parametrize("number", [0.1, float("nan"), [1e300]])
def test_a_binary_fraction_is_refused(number):
    """Databases write it differently; the hash would not survive."""
    with pytest.raises(TypeError, match="binary fraction"):
        first(payload={"value": number})
