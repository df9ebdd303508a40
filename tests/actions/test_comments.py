"""Comments and replies: said beside a line by both sides, kept for ever, in the phases that allow it."""

import pytest

from giaoban.actions import comments, replies
from giaoban.core.errors import Invalid, NotAllowed, NotFound
from giaoban.queries import submissions
from giaoban.records.models import Event
from tests.factories.packs import ROUND
from tests.factories.reporting import GROWTH, enter, install

pytestmark = pytest.mark.django_db
NORTH = {"round_id": ROUND, "unit_key": "north"}


@pytest.fixture(autouse=True)
def collecting(db, tmp_path):
    """Let the round collect."""
    install(tmp_path)
    enter("collecting")


def test_a_comment_stands_beside_its_line():
    """In order, with who said it; the audit says that something was said, not what."""
    comments.write(**NORTH, line_id=GROWTH, text="Which source?", by="analyst")
    comments.write(**NORTH, line_id=GROWTH, text="The statistical office", by="officer")
    comments.write(**NORTH, text="All well", by="officer")
    assert [(one.text, one.by) for one in submissions.comments(ROUND, "north", GROWTH)] == [
        ("Which source?", "analyst"),
        ("The statistical office", "officer"),
    ]
    assert submissions.counts_by_line(ROUND, "north")[GROWTH] == (2, 0)
    assert "source" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_what_says_nothing_or_too_much_is_refused():
    """Nor is a line commented that the unit does not owe."""
    for text in ("", "  ", "x" * 4001):
        with pytest.raises(Invalid):
            comments.write(**NORTH, text=text, by="officer")
    with pytest.raises(NotFound):
        comments.write(**NORTH, line_id="NOTHING@2023", text="?", by="officer")


def test_a_unit_replies_while_the_round_takes_replies():
    """Not before, and not after it is frozen."""
    reply = {**NORTH, "line_id": GROWTH, "text": "Revised by the office", "by": "leader"}
    with pytest.raises(NotAllowed):
        replies.write(**reply)
    enter("replying")
    replies.write(**reply)
    enter("frozen")
    with pytest.raises(NotAllowed):
        replies.write(**reply)
    assert [one.text for one in submissions.replies(ROUND, "north")] == ["Revised by the office"]
