"""Confidence votes on paper: recorded as held or not; counted by two tellers, apart from everything else."""

import re
import sqlite3
import stat
from contextlib import closing
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connections

from giaoban.actions import ballots as acting
from giaoban.actions.ballots import Person
from giaoban.core.conduct.ballots import Count, Difference
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import ballots
from giaoban.records.models import BallotRecord, Event, SealedBallot, SealedCount, SealedPerson, SealedScan
from tests.factories.conferences import KEY, conference
from tests.factories.installations import separate, write
from tests.factories.uploads import word
from tests.factories.votes import CHAIR, PACK, TELLERS, counted
from tests.house.tree import SRC

pytestmark = pytest.mark.django_db(databases=["default", "sealed"])
ONE, OTHER = TELLERS
NAMED = [Person("Trần Thị Được Bầu", "Chair of the board"), Person("Lê Văn Được Bầu", "Vice-chair")]
PLACE = {"conference": KEY, "number": 1}


@pytest.fixture
def recorded(installed, settings, tmp_path):
    """Return the record of a vote on two posts, in an installation that keeps results by person."""
    from giaoban.actions import installation
    from tests.factories.packs import write_pack

    installation.initialise(packs=[write_pack(tmp_path / "pack", **PACK)])
    settings.BALLOTS = True
    conference("sitting")
    return acting.record(
        conference=KEY, on=date(2024, 1, 17), posts=2, convened=63, present=42, by="clerk@centre.example"
    )


def verbs() -> list[str]:
    """Return what the audit says of ballots, in its order."""
    return list(Event.objects.filter(verb__startswith="ballot.").values_list("verb", flat=True))


def test_of_a_vote_only_held_or_not_its_day_and_its_posts_are_kept(recorded):
    """42 of 63 hold it, 41 do not; a correction is in the audit with what it says."""
    assert (recorded.is_held, recorded.on, recorded.posts) == (True, date(2024, 1, 17), 2)
    fields = {one.name for one in BallotRecord._meta.get_fields()}
    assert fields == {"id", "conference", "number", "is_held", "on", "posts", "at", "by"}
    again = acting.record(
        **PLACE, on=date(2024, 1, 17), posts=2, convened=63, present=41, by="clerk@centre.example"
    )
    assert [one.is_held for one in ballots.of_conference(KEY)] == [again.is_held] == [False]
    told = [one.payload for one in Event.objects.filter(verb="ballot.recorded").order_by("number")]
    assert told == [{"ballot": 1, "is_held": held, "on": "2024-01-17", "posts": 2} for held in (True, False)]


@pytest.mark.parametrize(("posts", "convened", "present"), [(0, 9, 9), (1, 0, 0), (1, 9, 10), (201, 9, 9)])
def test_numbers_that_cannot_be_are_refused(recorded, posts, convened, present):
    """No post, nobody convened, more present than convened, more posts than a ballot holds."""
    with pytest.raises(Invalid, match="cannot be"):
        acting.record(
            conference=KEY, on=date(2024, 1, 17), posts=posts, convened=convened, present=present, by=CHAIR
        )
    with pytest.raises(Invalid, match="No rule"):
        acting.record(conference=KEY, on=date(2019, 1, 1), posts=1, convened=9, present=9, by=CHAIR)


def test_a_teller_learns_nothing_of_the_others_count_before_their_own(recorded):
    """Then they see field by field where they differ, and nothing else; once they agree, not even that."""
    acting.name_persons(**PLACE, persons=NAMED, by=ONE)
    first, second = counted(40, 2), counted(41, 2)
    assert acting.enter(**PLACE, count=first, seen=0, by=ONE).differences == ()
    waiting = acting.look(**PLACE, by=OTHER)
    assert waiting.has_other and waiting.own is None and waiting.differences == ()
    desk = acting.enter(**PLACE, count=second, seen=0, by=OTHER)
    assert desk.differences == tuple(
        Difference(person, field, mine, theirs)
        for person in (1, 2)
        for field, mine, theirs in (("0", 18, 19), ("2", 41, 40))
    )
    assert acting.read(**PLACE, by=CHAIR) == acting.Outcome()
    assert acting.enter(**PLACE, count=first, seen=1, by=OTHER) == acting.Desk(is_agreed=True)
    assert acting.look(**PLACE, by=ONE) == acting.Desk(is_agreed=True)
    read = acting.read(**PLACE, by=CHAIR)
    assert read.count == first and list(read.persons) == NAMED
    assert verbs() == [
        "ballot.recorded", "ballot.named", "ballot.counted", "ballot.looked", "ballot.counted", "ballot.read",
        "ballot.agreed", "ballot.looked", "ballot.read",
    ]  # fmt: skip


def test_what_two_tellers_agreed_on_stands(recorded):
    """Neither of them changes it any more, and the list of persons stands once somebody has counted."""
    acting.name_persons(**PLACE, persons=NAMED[::-1], by=OTHER)
    acting.name_persons(**PLACE, persons=NAMED, by=ONE)
    acting.enter(**PLACE, count=counted(40, 2), seen=0, by=ONE)
    with pytest.raises(Conflict, match="counted already"):
        acting.name_persons(**PLACE, persons=NAMED, by=ONE)
    with pytest.raises(Conflict, match="another count since"):
        acting.enter(**PLACE, count=counted(41, 2), seen=0, by=ONE)
    acting.enter(**PLACE, count=counted(40, 2), seen=0, by=OTHER)
    with pytest.raises(Conflict, match="agree already"):
        acting.enter(**PLACE, count=counted(41, 2), seen=1, by=ONE)
    assert acting.read(**PLACE, by=CHAIR).count == counted(40, 2)


def test_a_third_teller_and_a_count_that_is_not_sound_are_refused(recorded):
    """Nothing of them is kept; a count for another list is refused as well."""
    acting.name_persons(**PLACE, persons=NAMED, by=ONE)
    with pytest.raises(Invalid) as refused:
        acting.enter(**PLACE, count=Count(60, 61, 58, 2, counted(40, 2).persons), seen=0, by=ONE)
    assert len(refused.value.findings) == 4
    with pytest.raises(Conflict, match="list of persons"):
        acting.enter(**PLACE, count=counted(40, 1), seen=0, by=ONE)
    acting.enter(**PLACE, count=counted(40, 2), seen=0, by=ONE)
    acting.enter(**PLACE, count=counted(41, 2), seen=0, by=OTHER)
    with pytest.raises(Conflict, match="Two tellers"):
        acting.enter(**PLACE, count=counted(40, 2), seen=0, by="teller-3@centre.example")
    assert set(SealedCount.objects.values_list("teller", flat=True)) == {ONE, OTHER}


def test_the_list_has_a_name_and_a_post_for_each_post_of_the_record(recorded):
    """One too few, an empty name, a post that is too long."""
    with pytest.raises(Invalid, match="another number of posts"):
        acting.name_persons(**PLACE, persons=NAMED[:1], by=ONE)
    with pytest.raises(Invalid, match="missing or too long") as refused:
        acting.name_persons(**PLACE, persons=[Person(" ", "x"), Person("x", "y" * 301)], by=ONE)
    assert [one.where.row for one in refused.value.findings] == [1, 2]


def test_a_scan_of_the_paper_record_is_kept_sealed_with_its_hash(recorded, workspace):
    """Its bytes lie in no folder; one with a mark of secrecy is refused as everywhere, and not kept."""
    content = word("Kết quả kiểm phiếu")
    told = {**PLACE, "name": "record.docx", "classification": "internal", "by": ONE}
    sha256 = acting.attach(**told, content=content)
    ((scan_id, name, kept),) = acting.read(**PLACE, by=CHAIR).scans
    found = acting.fetch(**PLACE, scan_id=scan_id, by=CHAIR)
    assert (name, kept, bytes(found.content)) == ("record.docx", sha256, content)
    assert not any(content in one.read_bytes() for one in workspace.rglob("*") if one.is_file())
    assert Event.objects.get(verb="ballot.attached").payload == {"ballot": 1, "sha256": sha256}
    with pytest.raises(NotFound, match="no such scan"):
        acting.fetch(**PLACE, scan_id=scan_id + 1, by=CHAIR)
    with pytest.raises(Invalid):
        acting.attach(**told, content=b"")
    assert SealedScan.objects.count() == 1


def test_where_it_is_not_switched_on_there_are_no_results_by_person(recorded, settings):
    """Nothing is written or read; that a vote was held is recorded all the same."""
    settings.BALLOTS = False
    refused = {
        "name_persons": {"persons": NAMED},
        "enter": {"count": counted(40, 2), "seen": 0},
        "look": {},
        "read": {},
        "attach": {"content": b"", "name": "", "classification": ""},
        "fetch": {"scan_id": 1},
    }
    for verb, told in refused.items():
        with pytest.raises(NotFound, match="not kept here"):
            getattr(acting, verb)(**PLACE, **told, by=ONE)
    with pytest.raises(NotFound, match="no such confidence vote"):
        settings.BALLOTS = True
        acting.look(conference=KEY, number=7, by=ONE)
    assert not SealedBallot.objects.exists() and not SealedPerson.objects.exists()
    assert verbs() == ["ballot.recorded"]


def test_the_sealed_tables_lie_in_no_other_database_and_no_other_table_beside_them(recorded):
    """By what each database has, and by who asks them: one module alone names them."""
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in ("default", "sealed")}
    sealed = {one for one in tables["sealed"] if one != "django_migrations"}
    assert sealed == {f"records_sealed{one}" for one in ("ballot", "person", "count", "scan")}
    assert not any("sealed" in one for one in tables["default"])
    users = {path.relative_to(SRC).as_posix() for path in SRC.rglob("*.py") if _names_sealed(path)}
    assert {one for one in users if "migrations" not in one} == {
        "actions/ballots.py", "records/models/__init__.py", "records/models/sealed.py",
    }  # fmt: skip


def _names_sealed(path) -> bool:
    return bool(re.search(r"\bSealed[A-Z]\w+\b", path.read_text("utf-8")))


def test_init_makes_the_sealed_file_and_tellers_may_count_at_once(tmp_path):
    """Its owner alone opens it, no table lies in both databases, and of three tellers two are heard."""
    with separate(tmp_path) as environment:
        told = write({**environment, "GIAOBAN_BALLOTS": "on"}, program="sealing")
    assert told["files"] == ["sealed.sqlite3"]
    path = tmp_path / "workspace" / "sealed.sqlite3"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(path)) as rows:
        tables = {one for (one,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {one for one in tables if not one.startswith(("sqlite_", "django_"))} == {
        f"records_sealed{one}" for one in ("ballot", "person", "count", "scan")
    }
    assert told["main"] == []
    # Three at once: the first waits, the second agrees with it, and the third comes too late.
    assert told["outcomes"] == ["Both tellers agree already", "agreed", "waiting"] and told["is_agreed"]


def test_the_tables_are_those_of_the_models():
    """No migration is lacking."""
    call_command("makemigrations", "records", check=True, dry_run=True, verbosity=0)
