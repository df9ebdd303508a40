"""A signal is put to its unit, the unit replies, a verifier concludes; nothing of it touches a factsheet."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from giaoban.actions import figures, installation, rounds, screens
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import screens as reading
from giaoban.records.models import Event
from tests.factories.packs import ROUND, write_pack
from tests.factories.screens import SCREENS, heaped

BY = {"round_id": ROUND, "by": "somebody"}


@pytest.fixture
def screened(db, workspace: Path, tmp_path: Path) -> str:
    """Return the signal on North, whose twelve results all lie just above target."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **SCREENS)])
    figures.load(files=heaped(tmp_path), round_id=ROUND, by="test")
    (signal,) = reading.of_round(ROUND).signals()
    return signal


def standing(signal: str) -> str | None:
    """Return where the signal stands now."""
    return reading.signal(ROUND, signal)[1].standing


@pytest.fixture
def later(monkeypatch):
    """Return a way to let days go by."""
    began = timezone.now()
    return lambda days: monkeypatch.setattr(timezone, "now", lambda: began + timedelta(days))


def test_a_signal_says_what_it_counted(screened):
    """North: 12 of 12 just above, 6.6 expected; the others have enough data, and nothing stands out."""
    looks = {one.signal.look.subject: one.signal for one in reading.of_round(ROUND).screens["heaping"]}
    north = looks["north"]
    assert (north.look.observed, north.look.n, north.look.expected) == (
        12,
        12,
        12 * north.look.p**0 * 11 / 20,
    )
    assert north.look.particulars == {"others_above": "12/24", "hits_left_out": "0"}
    assert north.q <= north.level
    assert [looks[key].state for key in ("north", "south", "split")] == ["signal", "ordinary", "ordinary"]


def test_nobody_concludes_before_the_unit_could_reply(screened):
    """Refused while waiting, and no event is left; after a reply it is recorded with who and why."""
    words = {"signal": screened, "outcome": "referred", "text": "see the survey", **BY}
    assert standing(screened) == "waiting_for_reply"
    with pytest.raises(NotAllowed, match="no chance to reply"):
        screens.conclude(**words)
    screens.ask(signal=screened, **BY)
    with pytest.raises(NotAllowed):
        screens.conclude(**words)
    assert not Event.objects.filter(verb="screen.concluded").exists()
    screens.reply(signal=screened, text="the targets were set low on purpose", **BY)
    screens.conclude(**words)
    assert standing(screened) == "referred"
    payload = Event.objects.get(verb="screen.concluded").payload
    assert payload == {"signal_id": screened, "outcome": "referred", "text": "see the survey"}


def test_a_unit_that_lets_its_time_pass_is_concluded_without_it(screened, later):
    """Asked, ten days and more gone by: no reply in time; a verifier may conclude, a late reply reopens."""
    screens.ask(signal=screened, **BY)
    later(30)
    assert standing(screened) == "no_reply_in_time"
    screens.conclude(signal=screened, outcome="accepted", text="explained by the plan", **BY)
    assert standing(screened) == "accepted"
    screens.reply(signal=screened, text="sorry, late", **BY)
    assert standing(screened) == "replied"


def test_time_to_reply_is_given_once(screened):
    """A second asking is refused: it would move the day."""
    screens.ask(signal=screened, **BY)
    with pytest.raises(Conflict):
        screens.ask(signal=screened, **BY)


def test_only_the_unit_concerned_replies(screened):
    """Another unit's reply is refused; so is one without a text."""
    with pytest.raises(NotAllowed, match="not about “south”"):
        screens.reply(signal=screened, unit="south", text="we too", **BY)
    with pytest.raises(Invalid, match="no text"):
        screens.reply(signal=screened, text="  ", **BY)
    assert not Event.objects.filter(verb__startswith="screen.").exists()


def test_a_changed_signal_needs_a_new_reply(screened, tmp_path: Path):
    """One more result just above: another signal, waiting; the old reply stays in the audit."""
    screens.reply(signal=screened, text="by chance", **BY)
    (tmp_path / "more").mkdir()
    figures.load(files=heaped(tmp_path / "more", "100.2"), round_id=ROUND, by="test")
    (other,) = reading.of_round(ROUND).signals()
    assert other != screened
    assert standing(other) == "waiting_for_reply"
    with pytest.raises(NotFound, match="no signal"):
        screens.reply(signal=screened, text="again", **BY)
    assert Event.objects.filter(verb="screen.replied").count() == 1


def test_no_screen_and_no_reply_changes_a_factsheet(screened):
    """The bytes before any of it, after asking, replying and concluding, are the same."""
    before = rounds.freeze(round_id=ROUND, by="test").path.read_bytes()
    screens.ask(signal=screened, **BY)
    screens.reply(signal=screened, text="the targets were set low on purpose", **BY)
    screens.conclude(signal=screened, outcome="referred", text="see the survey", **BY)
    after = rounds.freeze(round_id=ROUND, by="test").path.read_bytes()
    assert after == before
    assert screened.encode() not in after and b"heaping" not in after
