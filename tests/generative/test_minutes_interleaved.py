"""Minutes under any interleaving of saves: every text that was ever sent is kept, and one version stands."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.decisions import Decision, lines_of, number
from giaoban.core.conduct.minutes import Version, combine, keep, standing, tidy

AT = datetime(2024, 1, 17, tzinfo=UTC)
#: Few letters, so that texts and lines meet.
LINES = st.text("abé \n", max_size=12)
#: Who saves, what they have typed, and whether they look at what stands before they do.
SAVES = st.lists(st.tuples(st.sampled_from(["lan", "ha", "binh"]), LINES, st.booleans()), max_size=12)


@given(SAVES)
def test_every_text_that_was_sent_is_a_version_and_the_last_saved_one_stands(saves):
    """Whoever looks first is never refused; whoever does not is refused only if something else stands."""
    versions: list[Version] = []
    seen: dict[str, int] = {}
    for by, typed, looks in saves:
        if looks:
            seen[by] = standing(versions).number
        text, before = tidy(typed), standing(versions)
        kept = keep(versions, text, base=seen.get(by, 0), by=by, at=AT)
        versions += [kept.added] if kept.added else []
        assert text in {one.text for one in versions} | {""}
        assert kept.there == standing(versions)
        if kept.outcome == "conflict":
            assert kept.there == before and not looks and seen.get(by, 0) != before.number
        else:
            assert kept.there.text == text
            seen[by] = kept.there.number
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))


@given(LINES, LINES)
def test_both_texts_in_one_hold_each_line_of_either_in_its_order(theirs, mine):
    """Nothing is dropped, whatever the two are."""
    both = combine(theirs, mine).split("\n")
    for text in (theirs, mine):
        rest = iter(both)
        assert all(line in rest for line in text.split("\n"))


@given(st.lists(LINES, max_size=8))
def test_a_decision_that_is_not_touched_keeps_its_number_and_none_is_given_twice(texts):
    """Through any edits: a line that stood before is the same decision, what is new was never numbered."""
    before: tuple[Decision, ...] = ()
    last = 0
    for text in texts:
        after = number(text, before, last)
        numbers = [one.number for one in after]
        assert tuple(one.text for one in after) == lines_of(text)
        assert len(set(numbers)) == len(numbers)
        assert {one for one in numbers if one <= last} <= {one.number for one in before}
        for line in set(lines_of(text)):
            was = [one.number for one in before if one.text == line]
            now = [one.number for one in after if one.text == line]
            assert set(was[: len(now)]) <= set(now)
        before, last = after, max(numbers, default=last) if numbers and max(numbers) > last else last
