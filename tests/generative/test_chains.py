"""Whatever is done to a chain of events, the walk along it finds it, and finds it in its place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from giaoban.core.conduct.audit import BEGINNING, Entry, Head, follow, hash_of, verify

START = datetime(2026, 11, 22, tzinfo=UTC)
texts = st.text(max_size=6)
payloads = st.dictionaries(
    texts, st.none() | st.booleans() | st.integers() | texts | st.lists(texts), max_size=3
)
said = st.tuples(texts, texts, texts, payloads)
chains = st.lists(said, min_size=3, max_size=12)
places = st.integers(0, 10**6)


def chained(events) -> list[Entry]:
    """Return the events as a chain."""
    head, chain = Head(BEGINNING), []
    for second, (actor, verb, object_, payload) in enumerate(events):
        at = START + timedelta(seconds=second)
        chain.append(follow(head, at=at, actor=actor, verb=verb, object=object_, payload=payload))
        head = Head(chain[-1].hash, chain[-1].number)
    return chain


def tip(chain: list[Entry]) -> Head:
    """Return the head of a chain as it was written down."""
    return Head(chain[-1].hash, chain[-1].number)


def resealed(entry: Entry, **changed: object) -> Entry:
    """Return the event changed, with the hash that fits its new content."""
    fresh = replace(entry, **changed)
    return replace(fresh, hash=hash_of(fresh))


@given(chains)
def test_a_chain_as_written_has_no_fault(events):
    """Whole, from its beginning to its head, and at every head that was ever written down."""
    chain = chained(events)
    assert verify(chain, tip=tip(chain), known=[Head(one.hash[:16]) for one in chain]) == []


@given(
    chains,
    places,
    st.sampled_from(["number", "at", "actor", "verb", "object", "payload", "previous", "hash"]),
)
def test_any_field_changed_is_named_by_its_event(events, place, name):
    """One field of one event: exactly one fault, and it names that event."""
    chain = chained(events)
    place %= len(chain)
    other = {"number": 999, "payload": {"changed": True}, "previous": "f" * 64, "hash": "e" * 64}
    chain[place] = replace(chain[place], **{name: other.get(name, "changed")})
    faults = verify(chain, tip=tip(chained(events)))
    assert [(fault.number, fault.kind) for fault in faults] == [(place + 1, "changed")]


@given(chains, places)
def test_an_event_changed_with_a_hash_that_fits_is_found_behind_it(events, place):
    """The next event names another one; the last is held by the head."""
    chain = chained(events)
    place %= len(chain)
    known = tip(chain)
    chain[place] = resealed(chain[place], actor="somebody else entirely")
    (fault,) = verify(chain, tip=known)
    assert (fault.kind, fault.number) == ("broken", min(place + 2, len(chain)))
    assert f"{place + 1}" in fault.title


@given(chains, places, places)
def test_events_taken_out_are_counted(events, first, size):
    """From the beginning, the middle or the end: the fault names which are missing."""
    chain = chained(events)
    first %= len(chain)
    gone = chain[first : first + 1 + size % len(chain)]
    rest = chain[:first] + chain[first + len(gone) :]
    (fault,) = verify(rest, tip=tip(chain))
    assert (fault.kind, fault.number) == ("removed", first + 1)
    assert f"{gone[-1].number}" in fault.title


@given(chains, places, said)
def test_an_event_inserted_with_a_hash_that_fits_is_found(events, place, other):
    """A made-up event that follows from the one before it takes a number that the true one has."""
    chain = chained(events)
    place %= len(chain)
    before = Head(chain[place - 1].hash, place) if place else Head(BEGINNING)
    forged = follow(before, at=START, actor=other[0], verb=other[1], object=other[2], payload=other[3])
    assume(forged.hash != chain[place].hash)
    faults = verify([*chain[:place], forged, *chain[place:]], tip=tip(chain))
    assert (faults[0].number, faults[0].kind) == (place + 1, "inserted")
    assert all(fault.number <= place + 2 for fault in faults)


@given(chains, places, places)
def test_an_event_repeated_is_found(events, place, again):
    """The same event twice, wherever the second stands."""
    chain = chained(events)
    place, again = place % len(chain), again % (len(chain) + 1)
    faults = verify([*chain[:again], chain[place], *chain[again:]], tip=tip(chain))
    assert "inserted" in {fault.kind for fault in faults}
    assert place + 1 in {fault.number for fault in faults}


@given(chains, places, places)
def test_two_events_exchanged_are_named(events, one, other):
    """The earlier one is named as standing too late; no event outside the two is."""
    chain = chained(events)
    one, other = sorted((one % len(chain), other % len(chain)))
    assume(one != other)
    known = tip(chain)
    chain[one], chain[other] = chain[other], chain[one]
    faults = verify(chain, tip=known)
    assert (faults[0].number, faults[0].kind) == (one + 1, "moved")
    assert {one + 1 <= fault.number <= other + 1 for fault in faults} == {True}


@given(chains, places)
def test_a_chain_cut_off_is_held_by_a_head_that_was_printed(events, place):
    """Without the chain's own head, any later head will do; and an earlier one says nothing."""
    chain = chained(events)
    cut = 1 + place % (len(chain) - 1)
    (fault,) = verify(chain[:cut], known=[tip(chain)])
    assert (fault.kind, fault.number) == ("head", len(chain))
    assert verify(chain[:cut], known=[tip(chain[:cut])]) == []


@given(chains, places)
def test_a_chain_rewritten_from_an_event_on_is_held_by_a_head_that_was_printed(events, place):
    """Every hash fits again; only what was written down elsewhere tells."""
    chain, forged = chained(events), list(events)
    place %= len(chain)
    forged[place] = ("somebody else entirely", *forged[place][1:])
    other = chained(forged)
    assert verify(other, tip=tip(other)) == []
    assert [fault.kind for fault in verify(other, tip=tip(other), known=[tip(chain)])] == ["head"]
