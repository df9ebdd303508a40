"""Petitions: each verb, what is refused at which step, clusters answered once, deadlines that stay known."""

from datetime import date
from pathlib import Path

import pytest

from giaoban.actions import answers, assignments, contributions, petition_clusters, petitions
from giaoban.actions import positions as filing
from giaoban.core.conduct.policy import Parties
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import contributions as contributed
from giaoban.queries import evidence as keeping
from giaoban.queries import petitions as reading
from giaoban.queries.uploads import Upload
from giaoban.records.models import (
    AnsweredPetition,
    Conference,
    Contribution,
    Event,
    Petition,
    PetitionAnswer,
    PetitionVerdict,
)
from tests.factories.conferences import KEY, conference
from tests.factories.packs import ROUND
from tests.factories.petitions import (
    ALL,
    DUE,
    LODGED,
    TREASURY,
    WORKS,
    again,
    answered,
    assigned,
    install,
    lodged,
    moved,
    noon,
)
from tests.factories.positions import BRIDGE, TEACHERS, filed
from tests.factories.uploads import pdf

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).parents[2] / "packs"
COMPOUND = "We ask: a) build the bridge; b) send teachers."


@pytest.fixture(autouse=True)
def installed(db, tmp_path):
    """Install the small pack with weekends, and the bodies that answer."""
    install(tmp_path)


def codes(caught) -> set[str]:
    """Return what was refused."""
    return {one.code for one in caught.value.findings}


def clustered() -> tuple[Petition, Petition]:
    """Return two petitions of two units that ask the same, put together."""
    rows = lodged(), lodged("south")
    petition_clusters.form(petitions=[one.pk for one in rows], title="A bridge", by="analyst", at=noon(2))
    return again(rows[0]), again(rows[1])


def test_what_is_lodged_has_the_next_number_of_its_unit_and_lies_with_the_central_office():
    """Counted by unit and round; the audit tells that it came, and by which way."""
    first, second, other = lodged(), lodged(text=TEACHERS), lodged("south")
    assert [one.number for one in (first, second, other)] == ["2023-01/01", "2023-01/02", "2023-02/01"]
    assert (first.stage, first.lead, first.due_on, first.lodged_on) == ("lodged", "", None, LODGED)
    assert reading.clock(first, at=noon(6)).by_body == (("", 4),)
    assert reading.parties(str(first.pk)) == Parties("north")
    (deed,) = reading.history(first)
    assert (deed.verb, deed.told["channel"]) == ("petition.lodged", "report")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": " "}, "no_text"),
        ({"text": "x" * 201}, "too_long"),
        ({"text": "a\x00b"}, "control_character"),
        ({"channel": "pigeon"}, "unknown_channel"),
        ({"subject": "MOON"}, "unknown_code"),
        ({"addressee": "MOON"}, "unknown_code"),
        ({"indicator": "MOON"}, "unknown_code"),
        ({"on": date(2026, 3, 3)}, "in_the_future"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_name_and_nothing_is_stored(wrong, code):
    """No half petition and no event; its number is not used up."""
    with pytest.raises(Invalid) as caught:
        lodged(**wrong)
    assert codes(caught) == {code}
    assert not Petition.objects.exists() and not Event.objects.filter(verb="petition.lodged").exists()
    assert lodged(addressee="").number == "2023-01/01"


def test_a_unit_or_a_petition_that_there_is_not_is_told():
    """A unit that is not under review lodges nothing; a key that nobody has takes no step."""
    with pytest.raises(NotFound):
        lodged("nowhere")
    with pytest.raises(NotFound, match="no such petition"):
        petitions.withdraw(petition=99, reason="x", by="leader")
    assert reading.parties("99") == reading.parties("x") == Parties()
    for whose in (reading.lead, reading.owner, reading.contributor):
        assert whose("99") == Parties()
    with pytest.raises(NotFound):
        reading.by_id(99)


def test_what_came_on_paper_is_as_old_as_the_day_on_which_it_came():
    """Entered on the 9th, it came on the 2nd."""
    row = lodged(day=9, on=LODGED)
    assert (row.lodged_on, reading.clock(row, at=noon(9)).age) == (LODGED, 5)


def test_a_split_petition_goes_on_in_its_parts_as_old_as_the_whole():
    """Each with a number of its own and what the whole had; the whole takes no step any more."""
    whole = lodged(text=COMPOUND)
    petitions.route(petition=whole.pk, competence="centre", by="analyst", at=noon(3))
    parts = ["We ask: a) build the bridge;", "We ask: b) send teachers."]
    made = petitions.split(petition=whole.pk, parts=parts, by="analyst", at=noon(6))
    assert [(one.number, one.text) for one in made] == [
        ("2023-01/01.1", parts[0]),
        ("2023-01/01.2", parts[1]),
    ]
    assert {(one.competence, one.subject, one.origin_id) for one in made} == {("centre", "ROADS", whole.pk)}
    assert {reading.clock(one, at=noon(6)).age for one in made} == {4}
    assert (again(whole).stage, again(whole).closed_on) == ("split", date(2026, 3, 6))
    with pytest.raises(Conflict):
        assigned(whole)
    assert lodged().number == "2023-01/02"


def test_a_split_that_loses_or_invents_a_word_is_refused():
    """The words are named, and nothing is split."""
    whole = lodged(text=COMPOUND)
    for parts, code in (
        (["We ask: a) build the bridge;", "b) send"], "words_lost"),
        (["We ask: a) build the bridge;", "b) send teachers now."], "words_added"),
        ([COMPOUND], "one_part"),
    ):
        with pytest.raises(Invalid) as caught:
            petitions.split(petition=whole.pk, parts=parts, by="analyst")
        assert codes(caught) == {code}
    assert again(whole).stage == "lodged" and Petition.objects.count() == 1


def test_an_assignment_names_one_body_that_leads_and_a_deadline():
    """Without either, with a body that there is not, twice the same, or in the past: all is told at once."""
    row = lodged()
    for wrong, told in (
        ({"lead": "", "due_on": None}, {"no_body", "no_deadline"}),
        ({"lead": "moon", "due_on": LODGED}, {"unknown_body", "deadline_passed"}),
        ({"others": [WORKS]}, {"lead_co_ordinates"}),
    ):
        with pytest.raises(Invalid) as caught:
            assigned(row, **wrong)
        assert codes(caught) == told
    row = assigned(row, others=[TREASURY, TREASURY, "unit/south"])
    assert (row.stage, row.lead, row.due_on, row.first_due_on) == ("assigned", WORKS, DUE, DUE)
    assert reading.parties(str(row.pk)) == Parties("north", frozenset({WORKS, TREASURY, "unit/south"}))
    assert reading.lead(str(row.pk)).bodies == {WORKS}
    assert reading.contributor(str(row.pk)).bodies == {TREASURY, "unit/south"}


def test_a_deadline_is_a_working_day_or_so_many_of_them():
    """A Saturday becomes Monday; ten working days from Tuesday the 3rd are the 17th."""
    assert assigned(due_on=date(2026, 3, 28)).due_on == date(2026, 3, 30)
    row = assigned(due_days=10)
    assert (row.due_on, row.due_days, row.due_from) == (date(2026, 3, 17), 10, date(2026, 3, 3))


def test_two_who_assign_at_once_do_not_undo_each_other():
    """The second is told, and what the first did stands, with its audit."""
    row = assigned()
    with pytest.raises(Conflict, match="not at this step"):
        assigned(row, lead=TREASURY)
    assert again(row).lead == WORKS
    assert [one.verb for one in reading.history(row)] == ["petition.lodged", "petition.assigned"]


def test_a_body_that_co_ordinates_has_a_clock_of_its_own():
    """Asked later, due earlier; it says what it has to say once."""
    row = assigned()
    contributions.ask(petition=row.pk, body=TREASURY, due_days=3, by="analyst", at=noon(6))
    (asked,) = contributed.owed_to(row)
    assert (asked.asked_on, asked.due_on, asked.first_due_on) == (
        date(2026, 3, 6),
        date(2026, 3, 11),
        date(2026, 3, 11),
    )
    for wrong in ({"body": WORKS}, {"body": "moon"}, {"due_days": None}):
        with pytest.raises(Invalid):
            contributions.ask(
                **{"petition": row.pk, "body": "unit/south", "due_days": 3, "by": "a", **wrong}, at=noon(6)
            )
    with pytest.raises(Conflict, match="asked already"):
        contributions.ask(petition=row.pk, body=TREASURY, due_days=3, by="analyst", at=noon(6))
    said = {"petition": row.pk, "body": TREASURY, "by": "clerk@treasury.example"}
    with pytest.raises(Invalid, match="no text"):
        contributions.contribute(**said, text=" ", at=noon(9))
    contributions.contribute(**said, text=" There is money. ", at=noon(9))
    given = Contribution.objects.get()
    assert (given.text, given.given_on) == ("There is money.", date(2026, 3, 9))
    with pytest.raises(Conflict, match="nothing left"):
        contributions.contribute(**said, text="More.", at=noon(9))


def test_a_pause_has_a_reason_is_counted_apart_and_moves_no_deadline():
    """From the 6th to the 10th it waits: two working days of the pause, none of the body."""
    row = assigned()
    with pytest.raises(Invalid, match="no reason"):
        assignments.pause(petition=row.pk, reason=" ", by="analyst", at=noon(6))
    assignments.pause(petition=row.pk, reason="The unit looks for a plan", by="analyst", at=noon(6))
    for again_ in (
        lambda: assignments.pause(petition=row.pk, reason="x", by="analyst", at=noon(6)),
        lambda: assignments.transfer(petition=row.pk, lead=TREASURY, reason="x", by="a", at=noon(6)),
    ):
        with pytest.raises(Conflict, match="paused"):
            again_()
    assignments.resume(petition=row.pk, by="analyst", at=noon(10))
    with pytest.raises(Conflict, match="not paused"):
        assignments.resume(petition=row.pk, by="analyst", at=noon(10))
    clock = reading.clock(row, at=noon(12))
    assert (clock.age, clock.by_body, clock.paused) == (8, (("", 1), (WORKS, 5)), 2)
    assert (again(row).due_on, moved(row)) == (DUE, [])


def test_an_answer_ends_a_pause():
    """Whoever has the answer need not wait for the office."""
    row = assigned()
    assignments.pause(petition=row.pk, reason="Papers", by="analyst", at=noon(6))
    row = answered(row)
    assert (row.stage, row.is_paused) == ("answered", False)
    assert reading.clock(row, at=noon(12)).by_body == (("", 1), ("unit/north", 2), (WORKS, 3))


def test_a_transfer_keeps_the_age_and_the_first_deadline():
    """Only to another body, with a reason; with the petition goes its deadline."""
    row = assigned()
    for lead, reason in ((WORKS, "x"), ("moon", "x"), ("", "x"), (TREASURY, "")):
        with pytest.raises(Invalid):
            assignments.transfer(petition=row.pk, lead=lead, reason=reason, by="analyst", at=noon(9))
    age = reading.clock(row, at=noon(9)).age
    assignments.transfer(petition=row.pk, lead=TREASURY, reason="Money first", by="analyst", at=noon(9))
    row = again(row)
    assert (row.lead, row.due_on, reading.clock(row, at=noon(9)).age) == (TREASURY, DUE, age)
    assignments.transfer(petition=row.pk, lead=WORKS, reason="Back", by="a", at=noon(10))
    row = again(row)
    assert (row.due_on, row.first_due_on, moved(row)) == (DUE, DUE, [])
    assert dict(reading.clock(row, at=noon(12)).by_body) == {"": 1, WORKS: 6, TREASURY: 1}


def test_whoever_leads_by_now_owes_the_answer_and_no_contribution():
    """Asked to contribute, then given the lead; given back, it owes what it was asked for again."""
    row = assigned()
    contributions.ask(petition=row.pk, body=TREASURY, due_days=3, by="analyst", at=noon(6))
    assignments.transfer(petition=row.pk, lead=TREASURY, reason="Money first", by="a", at=noon(9))
    assert contributed.owed_to(again(row)) == ()
    assignments.transfer(petition=row.pk, lead=WORKS, reason="Back", by="a", at=noon(10))
    assert [one.body for one in contributed.owed_to(again(row))] == [TREASURY]


def test_an_extension_is_later_has_a_reason_and_never_erases_the_first_deadline():
    """Twice extended, three deadlines are known."""
    row = assigned()
    for to_on, reason in ((DUE, "x"), (date(2026, 3, 30), "x"), (date(2026, 4, 7), " ")):
        with pytest.raises(Invalid):
            assignments.extend(petition=row.pk, to_on=to_on, reason=reason, by="approver", at=noon(9))
    assignments.extend(petition=row.pk, to_on=date(2026, 4, 4), reason="Flood", by="approver", at=noon(9))
    assignments.extend(petition=row.pk, to_on=date(2026, 4, 9), reason="Rain", by="approver", at=noon(10))
    row = again(row)
    assert (row.first_due_on, row.due_on) == (DUE, date(2026, 4, 9))
    assert moved(row) == [
        (DUE, date(2026, 4, 6), "extended"),
        (date(2026, 4, 6), date(2026, 4, 9), "extended"),
    ]
    assert [one.reason for one in reading.changes(row)] == ["Flood", "Rain"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"answer_class": "maybe"}, "unknown_class"),
        ({"text": " "}, "no_answer"),
        ({"text": "x" * 20_001}, "too_long"),
        ({"symbol": "x" * 81}, "too_long"),
        ({"answer_class": "in_progress"}, "no_road_map"),
        ({"answer_class": "in_progress", "settled_by": date(2026, 3, 9)}, "settled_in_the_past"),
    ],
)
def test_an_answer_that_says_too_little_is_not_given(wrong, code):
    """What is in progress names the day by which it will be settled."""
    row = assigned()
    with pytest.raises(Invalid) as caught:
        answered(row, **wrong)
    assert codes(caught) == {code} and not PetitionAnswer.objects.exists()


def test_an_answer_is_kept_with_its_signed_file_as_it_came(tmp_path):
    """Name, hash and bytes; a file that is none is refused, and then nothing is answered."""
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(tmp_path, **{"rules/classification.yaml": marks})
    row, letter = assigned(), pdf()
    with pytest.raises(Invalid):
        answered(row, file=Upload(b"MZ", "answer.exe", "internal"))
    assert again(row).stage == "assigned" and Event.objects.filter(verb="upload.refused").count() == 1
    answered(row, file=Upload(letter, "trả lời.pdf", "internal"), symbol=" 12-CV/B ")
    given = PetitionAnswer.objects.get()
    assert (given.name, given.symbol, given.body) == ("trả lời.pdf", "12-CV/B", WORKS)
    assert keeping.stored(given.sha256) == letter


def test_after_an_answer_the_clock_goes_on_in_the_hands_of_the_unit_until_it_accepts():
    """Five days of the body, two of the unit; then it is closed and grows no older."""
    row = answered()
    answers.accept(petition=row.pk, by="leader", at=noon(12))
    clock = reading.clock(row, at=noon(30))
    assert (clock.age, dict(clock.by_body)) == (8, {"": 1, WORKS: 5, "unit/north": 2})
    row = again(row)
    assert (row.stage, row.closed_on, row.answer_class) == ("accepted", date(2026, 3, 12), "settled")
    assert PetitionVerdict.objects.get().is_accepted
    with pytest.raises(Conflict):
        answers.accept(petition=row.pk, by="leader", at=noon(12))


def test_what_is_reopened_goes_back_under_its_number_with_as_long_as_it_had_at_first():
    """Twenty working days from the 12th; the first deadline and both answers stay."""
    row = answered()
    with pytest.raises(Invalid, match="no reason"):
        answers.reopen(petition=row.pk, reason="", by="leader", at=noon(12))
    answers.reopen(petition=row.pk, reason="The bridge has no road", by="leader", at=noon(12))
    row = again(row)
    assert (row.stage, row.lead, row.number) == ("assigned", WORKS, "2023-01/01")
    assert (row.first_due_on, row.due_on) == (DUE, date(2026, 4, 9))
    assert moved(row) == [(DUE, date(2026, 4, 9), "reopened")]
    answered(row, day=16, text="The road is built, too.")
    assert [one.answer.text for one in reading.by_id(row.pk).answers.all()] == [
        "The bridge is built.",
        "The road is built, too.",
    ]


def test_what_was_accepted_comes_back_when_its_road_map_fails():
    """The days for which it was closed make it no older, and it is no younger either."""
    row = answered(answer_class="in_progress", settled_by=date(2026, 3, 20))
    answers.accept(petition=row.pk, by="leader", at=noon(12))
    answers.reopen(petition=row.pk, reason="Nothing came", due_on=date(2026, 3, 31), by="l", at=noon(23))
    row = again(row)
    assert (row.stage, row.closed_on, reading.clock(row, at=noon(23)).age) == ("assigned", None, 8)
    assert moved(row) == []


def test_a_cluster_is_assigned_and_answered_once_for_all_and_each_unit_says_for_itself():
    """One answer to both; who accepts closes its own, who reopens goes back alone."""
    first, second = clustered()
    assigned(first, others=[TREASURY])
    contributions.contribute(petition=second.pk, body=TREASURY, text="There is money.", by="t", at=noon(6))
    assignments.pause(petition=second.pk, reason="Papers", by="analyst", at=noon(6))
    assignments.resume(petition=first.pk, by="analyst", at=noon(9))
    answered(second)
    assert PetitionAnswer.objects.count() == 1 and AnsweredPetition.objects.count() == 2
    clocks = [dict(reading.clock(one, at=noon(11)).by_body) for one in (first, second)]
    assert clocks == [{"": 1, WORKS: 4, "unit/north": 1}, {"": 1, WORKS: 4, "unit/south": 1}]
    assert Contribution.objects.filter(given_on=date(2026, 3, 6)).count() == 2
    answers.accept(petition=first.pk, by="leader", at=noon(12))
    answers.reopen(petition=second.pk, reason="Ours is another river", by="leader", at=noon(12))
    first, second = again(first), again(second)
    assert (first.stage, second.stage) == ("accepted", "assigned")
    assert first.cluster is not None and second.cluster is None
    answered(second, day=16)
    assert again(first).stage == "accepted" and first.answers.count() == 1


def test_a_cluster_takes_what_waits_alone():
    """Two at least, a title, none of another cluster; one that leaves keeps its number and goes alone."""
    first, second = clustered()
    third = lodged(text=TEACHERS)
    for wrong, kind in (
        ({"petitions": [third.pk]}, Invalid),
        ({"petitions": [third.pk, first.pk]}, Conflict),
        ({"petitions": [third.pk, lodged().pk], "title": " "}, Invalid),
        ({"petitions": [third.pk, lodged().pk], "subject": "MOON"}, Invalid),
        ({"petitions": [third.pk], "cluster": 99}, NotFound),
    ):
        with pytest.raises(kind):
            petition_clusters.form(**{"title": "More", "by": "analyst", **wrong})
    with pytest.raises(Conflict, match="Take it out|lies in a cluster"):
        petitions.split(petition=first.pk, parts=["a", "b"], by="analyst")
    petition_clusters.form(petitions=[third.pk], title="", cluster=first.cluster_id, by="analyst")
    petition_clusters.leave(petition=second.pk, by="analyst")
    with pytest.raises(Conflict, match="no cluster"):
        petition_clusters.leave(petition=second.pk, by="analyst")
    assigned(first)
    assert [again(one).stage for one in (first, second, third)] == ["assigned", "lodged", "assigned"]
    with pytest.raises(Conflict, match="not at this step"):
        petition_clusters.form(petitions=[second.pk], title="", cluster=first.cluster_id, by="analyst")


def test_a_unit_takes_its_own_back_and_everything_stays_known():
    """From each stage in which it is open, once; those that lay with it go on."""
    first, second = clustered()
    assigned(first)
    with pytest.raises(Invalid, match="no reason"):
        petitions.withdraw(petition=first.pk, reason="", by="leader")
    petitions.withdraw(petition=first.pk, reason="We built it", by="leader", at=noon(6))
    row = again(first)
    assert (row.stage, row.closed_on, again(second).stage) == ("withdrawn", date(2026, 3, 6), "assigned")
    assert reading.history(row)[-1].told["reason"] == "We built it"
    with pytest.raises(Conflict):
        petitions.withdraw(petition=first.pk, reason="Again", by="leader")
    answered(second)
    assert again(first).stage == "withdrawn" and not first.answers.exists()


STEPS = {
    "route": lambda key: petitions.route(petition=key, competence="centre", by="a"),
    "split": lambda key: petitions.split(petition=key, parts=["a", "b"], by="a"),
    "assign": lambda key: assignments.assign(petition=key, lead=WORKS, due_days=5, by="a"),
    "ask": lambda key: contributions.ask(petition=key, body=TREASURY, due_days=5, by="a"),
    "contribute": lambda key: contributions.contribute(petition=key, body=TREASURY, text="x", by="a"),
    "pause": lambda key: assignments.pause(petition=key, reason="x", by="a"),
    "resume": lambda key: assignments.resume(petition=key, by="a"),
    "transfer": lambda key: assignments.transfer(petition=key, lead=TREASURY, reason="x", by="a"),
    "extend": lambda key: assignments.extend(petition=key, to_on=date(2099, 1, 1), reason="x", by="a"),
    "answer": lambda key: answers.answer(petition=key, answer_class="settled", text="x", by="a"),
    "accept": lambda key: answers.accept(petition=key, by="a"),
    "reopen": lambda key: answers.reopen(petition=key, reason="x", by="a"),
    "withdraw": lambda key: petitions.withdraw(petition=key, reason="x", by="a"),
}


@pytest.mark.parametrize(
    ("stage", "refused"),
    [
        ("lodged", "ask contribute pause resume transfer extend answer accept reopen"),
        ("answered", "route split assign ask contribute pause resume transfer extend answer"),
        ("accepted", "route split assign ask contribute pause resume transfer extend answer accept withdraw"),
        ("withdrawn", " ".join(STEPS)),
        ("split", " ".join(STEPS)),
    ],
)
def test_a_step_at_the_wrong_stage_is_refused_and_leaves_no_trace(stage, refused):
    """Whoever asks, and by whatever page."""
    row = lodged() if stage == "lodged" else answered()
    Petition.objects.filter(pk=row.pk).update(stage=stage)
    before = Event.objects.count()
    for step in refused.split():
        with pytest.raises(Conflict, match="not at this step"):
            STEPS[step](row.pk)
    assert (again(row).stage, Event.objects.count()) == (stage, before)


def test_an_unknown_competence_is_refused():
    """And what is known is kept."""
    row = lodged()
    with pytest.raises(Invalid):
        petitions.route(petition=row.pk, competence="moon", by="analyst")
    petitions.route(petition=row.pk, competence="other", by="analyst")
    assert again(row).competence == "other"


def test_what_was_filed_before_a_conference_becomes_petitions_once():
    """Under its own number and as old, with its clusters; what was withdrawn, or is no petition, does not."""
    from giaoban.actions import clusters

    conference()
    first, second = filed(), filed(unit_key="south")
    filed("All is well.", kind="position")
    gone, whole = filed(TEACHERS), filed(COMPOUND, unit_key="south")
    filing.withdraw(conference=KEY, unit_key="north", position_id=gone, reason="x", by="leader")
    clusters.form(conference=KEY, position_ids=[first, second], title="A bridge", subject="ROADS", by="a")
    parts = ["We ask: a) build the bridge;", "b) send teachers."]
    filing.split(conference=KEY, position_id=whole, seen=1, parts=parts, by="analyst")
    with pytest.raises(Conflict, match="still sitting"):
        petitions.take_from_positions(conference=KEY, by="analyst")
    Conference.objects.update(stage="adjourned")
    made = petitions.take_from_positions(conference=KEY, by="analyst")
    assert [one.number for one in made] == ["2023-01/01", "2023-02/01", "2023-02/02.1", "2023-02/02.2"]
    assert {(one.channel, one.text) for one in made[:2]} == {("before", BRIDGE)}
    clusters_ = [again(one).cluster for one in made]
    assert clusters_[0] == clusters_[1] and clusters_[0].title == "A bridge" and clusters_[2] is None
    assert petitions.take_from_positions(conference=KEY, by="analyst") == ()
    assert lodged().number == "2023-01/04", "one series of numbers for what is filed and what is lodged"


def test_one_position_is_lodged_by_itself_once():
    """By its key: it keeps its number; a second time it is told that it is there."""
    conference()
    position = filed()
    told = {"position": position, "conference": KEY, "channel": "during"}
    row = lodged(**told)
    assert (row.number, row.position_id, row.conference.key) == ("2023-01/01", position, KEY)
    with pytest.raises(Conflict, match="already"):
        lodged(**told)
    with pytest.raises(NotFound):
        lodged(position=99)
    with pytest.raises(NotFound):
        lodged("south", **{**told, "position": filed(TEACHERS)})


def test_what_is_open_of_a_round_is_what_somebody_still_has_to_act_on():
    """Lodged, assigned and answered; in the order of units and numbers."""
    rows = [lodged("south"), assigned(), answered(), lodged()]
    done = answered()
    answers.accept(petition=done.pk, by="leader", at=noon(12))
    assert [one.pk for one in reading.open_of_round(ROUND)] == [
        one.pk for one in (rows[1], rows[2], rows[3], rows[0])
    ]
    assert reading.open_of_round("nowhere") == ()
    assert reading.listed(ALL, filters=reading.Filters("open"), at=noon(12)).total == 4
