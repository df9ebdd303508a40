"""Minutes in words: what the course proposes for an item, and the blocks of the minutes document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from giaoban.core.conduct.attendance import Mode, Stay, late
from giaoban.core.conduct.decisions import lines_of
from giaoban.core.conduct.proceedings import Polled, Proceedings

#: What a pack says minutes in: its documents/minutes.<language>.yaml.
Words = Mapping[str, Any]
Block = Mapping[str, Any]
#: Who is listed: whoever only counts votes is not.
_LISTED = ("chair", "clerk", "delegate", "observer")
_EXPECTED = ("chair", "clerk", "delegate")


@dataclass(frozen=True)
class Seat:
    """Somebody who has a seat, as the office named them; seats are given in its order of precedence."""

    delegate_id: int
    name: str
    post: str
    seat: str
    site: str = ""
    stands_for: str = ""


@dataclass(frozen=True)
class Item:
    """One item of the agenda with what stands in its texts, by part."""

    title: str
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sitting:
    """All that the minutes of one conference are made of; times are local."""

    place: str
    sites: int
    began_at: datetime
    ended_at: datetime | None
    seats: tuple[Seat, ...]
    items: tuple[Item, ...]
    stays: tuple[Stay, ...] = ()
    polls: tuple[Polled, ...] = ()


def propose(told: Proceedings, seats: Sequence[Seat], words: Words) -> Mapping[str, str]:
    """Return what the course of an item proposes for its attendance and its course.

    Edges:   with the first item everybody is named who was there, hall and online apart, by precedence;
             later only who came and went.
    """
    return {
        "attendance": "\n".join(_attendance(told, seats, words)),
        "course": "\n".join(_course(told, seats, words)),
    }


def say_time(at: datetime, words: Words) -> str:
    """Return a time of day as the pack writes it."""
    return words["time"].format(hour=f"{at:%H}", minute=f"{at:%M}")


def say_date(at: datetime, words: Words) -> str:
    """Return a day as the pack writes it, with a zero where it puts one."""
    below = words["zero_below"]
    day, month = (
        f"{value:02}" if value < below[name] else str(value)
        for name, value in (("day", at.day), ("month", at.month))
    )
    return words["date"].format(day=day, month=month, year=at.year)


def compose(sitting: Sitting, words: Words) -> tuple[Block, ...]:
    """Return the minutes as blocks in their order: headings of two levels, labels and paragraphs."""
    sections = {"when": _when, "who": _who, "course": _items, "votes": _votes, "conclusion": _conclusion}
    blocks = [
        block
        for name, write in sections.items()
        for block in (_heading(1, words["headings"][name]), *write(sitting, words))
    ]
    return (*blocks, _paragraph(_end(sitting, words)))


def _attendance(told: Proceedings, seats: Sequence[Seat], words: Words) -> Iterator[str]:
    if told.is_first:
        for mode, word in (("hall", "in_hall"), ("online", "on_screen")):
            there = {one.delegate_id for one in told.present if one.mode == mode}
            yield from _list(word, [_name(one, words) for one in seats if one.delegate_id in there], words)
    came = {one.delegate_id: one.arrived_at for one in told.arrived}
    went = {one.delegate_id: one.left_at for one in told.left if one.left_at}
    yield from _list("late", _timed(came, seats, words), words)
    yield from _list("left", _timed(went, seats, words), words)
    if not (told.is_first or came or went):
        yield words["nobody_moved"]


def _course(told: Proceedings, seats: Sequence[Seat], words: Words) -> Iterator[str]:
    named = {one.delegate_id: one for one in seats}
    yield words["item_began"].format(time=say_time(told.began_at, words))
    for call in told.calls:
        name = _name(named[call.delegate_id], words)
        yield words["called"].format(time=say_time(call.at, words), name=name)
    yield from (_say_poll(one, words) for one in told.polls)
    if told.ended_at:
        yield words["item_ended"].format(time=say_time(told.ended_at, words))


def _when(sitting: Sitting, words: Words) -> Iterator[Block]:
    told = {"time": say_time(sitting.began_at, words), "date": say_date(sitting.began_at, words)}
    yield _paragraph(words["began"].format(**told))
    place = words["place" if sitting.sites else "place_alone"]
    yield _paragraph(place.format(place=sitting.place, count=sitting.sites))


def _who(sitting: Sitting, words: Words) -> Iterator[Block]:
    for seat in ("chair", "clerk"):
        names = [_name(one, words) for one in sitting.seats if one.seat == seat]
        yield from (_paragraph(text) for text in _list(seat, names, words))
    modes: tuple[Mode, ...] = ("hall", "online")
    for mode in modes:
        yield from _members(mode, sitting, words)
    yield from (_paragraph(text) for text in _movements(sitting, words))


def _members(mode: Mode, sitting: Sitting, words: Words) -> Iterator[Block]:
    """List everybody who took part in this way at any time, but for chair and clerk, who are named above."""
    there = {one.delegate_id for one in sitting.stays if one.mode == mode}
    listed = [
        _name(one, words) if mode == "hall" else _placed(one, words)
        for one in sitting.seats
        if one.delegate_id in there and one.seat in _LISTED[2:]
    ]
    if listed:
        yield _paragraph(words[mode].format(count=len(listed)))
        yield from (_paragraph(words["member"].format(name=name)) for name in listed[:-1])
        yield _paragraph(words["last_member"].format(name=listed[-1]))


def _movements(sitting: Sitting, words: Words) -> Iterator[str]:
    first, last, there = {}, {}, set()
    for one in sitting.stays:
        first.setdefault(one.delegate_id, one.arrived_at)
        last[one.delegate_id] = one.left_at
        there.add(one.delegate_id)
    came = {who: first[who] for who in late(sitting.stays, sitting.began_at)}
    went = {who: at for who, at in last.items() if at}
    yield from _list("late", _timed(came, sitting.seats, words), words)
    yield from _list("left", _timed(went, sitting.seats, words), words)
    if there:
        missing = [one for one in sitting.seats if one.seat in _EXPECTED and one.delegate_id not in there]
        yield from _list("absent", [_name(one, words) for one in missing], words)


def _items(sitting: Sitting, words: Words) -> Iterator[Block]:
    for number, item in enumerate(sitting.items, 1):
        yield _heading(2, f"{number}. {item.title}")
        for part, name in words["parts"].items():
            if text := item.texts.get(part, ""):
                yield {"kind": "label", "text": name}
                yield from _paragraphs(text)


def _votes(sitting: Sitting, words: Words) -> Iterator[Block]:
    said = [_say_poll(one, words) for one in sitting.polls] or [words["no_votes"]]
    yield from map(_paragraph, said)


def _conclusion(sitting: Sitting, words: Words) -> Iterator[Block]:
    number = 0
    for item in sitting.items:
        if lines := lines_of(item.texts.get("decisions", "")):
            yield {"kind": "label", "text": words["about"].format(title=item.title)}
        for line in lines:
            number += 1
            yield _paragraph(f"{number}. {line}")
    if not number:
        yield _paragraph(words["no_decisions"])


def _end(sitting: Sitting, words: Words) -> str:
    at = sitting.ended_at
    if at is None:
        return f"{words['going_on']}."
    word = "ended" if at.date() == sitting.began_at.date() else "ended_later"
    return words[word].format(time=say_time(at, words), date=say_date(at, words)) + "."


def _say_poll(poll: Polled, words: Words) -> str:
    counted = (words["count"].format(answer=answer, votes=votes) for answer, votes in poll.counts)
    result = ", ".join(filter(None, (words["outcomes"].get(poll.outcome, ""), *counted)))
    return words["polled"].format(question=poll.question, result=result)


def _timed(times: Mapping[int, datetime], seats: Sequence[Seat], words: Words) -> list[str]:
    """Return names with their times, by precedence."""
    return [
        words["at"].format(name=_name(one, words), time=say_time(times[one.delegate_id], words))
        for one in seats
        if one.delegate_id in times
    ]


def _list(word: str, names: Sequence[str], words: Words) -> Iterable[str]:
    return [words[word].format(names="; ".join(names))] if names else []


def _name(one: Seat, words: Words) -> str:
    name = words["named"].format(name=one.name, post=one.post) if one.post else one.name
    return words["instead"].format(name=name, whom=one.stands_for) if one.stands_for else name


def _placed(one: Seat, words: Words) -> str:
    name = _name(one, words)
    return words["at_site"].format(name=name, site=one.site) if one.site else name


def _heading(level: int, text: str) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def _paragraph(text: str) -> Block:
    return {"kind": "paragraph", "text": text}


def _paragraphs(text: str) -> Iterator[Block]:
    yield from (_paragraph(line.strip()) for line in text.split("\n") if line.strip())
