"""Positions: versions, filing, numbers, splitting and clusters; nothing that was written is ever lost."""

import pytest

from giaoban.actions import clusters, positions
from giaoban.core.conduct.splitting import propose, words
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import positions as reading
from giaoban.records.models import Conference, Event, Position, PositionVersion
from tests.factories.conferences import KEY, conference
from tests.factories.positions import BRIDGE, TEACHERS, file, filed, install, petition, save

pytestmark = pytest.mark.django_db
NORTH, CENTRE = {"conference": KEY, "unit_key": "north"}, {"conference": KEY, "by": "analyst"}


@pytest.fixture(autouse=True)
def convened(db, tmp_path):
    """Let a conference be convened on the round of the small pack."""
    install(tmp_path)
    return conference()


def codes(caught) -> set[str]:
    """Return what was refused."""
    return {one.code for one in caught.value.findings}


def test_a_draft_grows_by_versions_and_nobody_else_reads_it():
    """Each save that changes something is a version; the audit holds seals of them and no word."""
    position_id = save(TEACHERS)
    assert save(BRIDGE, position_id=position_id, base=1) == position_id
    assert save(f"  {BRIDGE}\r\n", position_id=position_id, base=2) == position_id
    there = reading.own(KEY, "north", position_id)
    assert (there.content.text, there.version, there.is_draft) == (BRIDGE, 2, True)
    assert [(one.text, one.by) for one in reading.versions(there)] == [
        (BRIDGE, "officer of north"),
        (TEACHERS, "officer of north"),
    ]
    assert reading.filed(KEY) == ()
    told = list(Event.objects.filter(verb="position.saved").values_list("payload", flat=True))
    assert [one["version"] for one in told] == [1, 2] and "bridge" not in str(told)
    assert len({one["seal"] for one in told}) == 2


def test_two_who_save_over_each_other_lose_nothing():
    """The second is told, and what the first saved stands."""
    position_id = save(TEACHERS)
    save(BRIDGE, position_id=position_id, base=1)
    with pytest.raises(Conflict, match="meanwhile"):
        save("We ask for rain.", position_id=position_id, base=1)
    assert reading.own(KEY, "north", position_id).content.text == BRIDGE
    with pytest.raises(Conflict, match="meanwhile"):
        positions.file(**NORTH, position_id=position_id, base=1, by="leader")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": "  "}, "no_text"),
        ({"kind": "complaint"}, "unknown_kind"),
        ({"subject": "MOON"}, "unknown_code"),
        ({"item": 99}, "unknown_code"),
        ({"body": "a\x00b"}, "control_character"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(more, code):
    """No half position, no version, no event."""
    with pytest.raises(Invalid) as caught:
        positions.save(**NORTH, content=petition(**more), by="officer")
    assert codes(caught) == {code}
    assert not Position.objects.exists() and not PositionVersion.objects.exists()
    assert not Event.objects.filter(verb="position.saved").exists()


def test_what_is_unfinished_is_kept_and_held_back_when_it_is_filed():
    """All at once; once it is mended it is filed, and takes a number of its unit."""
    position_id = save("x" * 201, addressee="")
    with pytest.raises(Invalid) as caught:
        file(position_id)
    assert codes(caught) == {"too_long", "no_addressee"}
    save(TEACHERS, position_id=position_id, base=1)
    assert file(position_id) == "2023-01/01"


def test_a_number_is_counted_by_unit_and_kept_when_it_is_filed_anew():
    """The centre reads the old text until then; a second filing of the same text is refused."""
    first, second = filed(), filed(TEACHERS)
    other = filed(unit_key="south")
    assert [one.row.number for one in reading.filed(KEY)] == ["2023-01/01", "2023-01/02", "2023-02/01"]
    save(TEACHERS, position_id=first, base=1)
    assert reading.one_filed(KEY, first).content.text == BRIDGE
    assert reading.own(KEY, "north", first).is_changed
    assert file(first) == "2023-01/01"
    assert reading.one_filed(KEY, first).content.text == TEACHERS
    with pytest.raises(Conflict, match="as it stands"):
        file(first)
    assert {first, second, other} == {one.position_id for one in reading.filed(KEY)}


def test_what_is_withdrawn_keeps_its_number_and_says_why():
    """It waits for no answer, and cannot be written on; nor is it withdrawn twice."""
    position_id = filed()
    with pytest.raises(Invalid, match="reason"):
        positions.withdraw(**NORTH, position_id=position_id, reason=" ", by="leader")
    positions.withdraw(**NORTH, position_id=position_id, reason="Settled", by="leader")
    (there,) = reading.filed(KEY)
    assert (there.row.number, there.row.withdrawn_reason, there.is_live) == ("2023-01/01", "Settled", False)
    assert reading.shelves(KEY) == ()
    with pytest.raises(Conflict, match="withdrawn"):
        save(TEACHERS, position_id=position_id, base=1)
    with pytest.raises(Conflict, match="withdrawn already"):
        positions.withdraw(**NORTH, position_id=position_id, reason="Again", by="leader")
    filed(TEACHERS)
    assert reading.filed(KEY)[1].row.number == "2023-01/02"


@pytest.mark.parametrize("stage", ["preparing", "adjourned", "concluded", "called_off"])
def test_nothing_is_written_before_a_conference_is_convened_or_after_it_sat(stage):
    """A draft stays as it is."""
    position_id = save()
    Conference.objects.update(stage=stage)
    for write in (save, lambda: file(position_id), lambda: save(TEACHERS, position_id=position_id, base=1)):
        with pytest.raises(NotAllowed):
            write()
    assert PositionVersion.objects.count() == 1


def test_what_is_on_an_item_is_filed_before_that_item_ends():
    """While it sits: the item that runs and those to come take petitions; one that is over does not."""
    from tests.actions.test_moments import noted

    keys = {item: save(item=item) for item in (1, 2, 3)}
    Conference.objects.update(stage="sitting")
    noted("item.begun", "chair", item=1)
    noted("item.begun", "chair", item=2)
    with pytest.raises(Invalid, match="has ended"):
        file(keys[1])
    assert [file(keys[item]) for item in (2, 3)] == ["2023-01/01", "2023-01/02"]
    noted("item.begun", "chair", item=1)
    assert file(keys[1]) == "2023-01/03"


def test_another_units_position_is_one_that_there_is_not():
    """To save, file or withdraw it says the same as for a key that nobody has; a unit without a site, too."""
    theirs = save(unit_key="south")
    for position_id in (theirs, theirs + 99):
        for write in (
            lambda one: save(TEACHERS, position_id=one, base=1),
            file,
            lambda one: positions.withdraw(**NORTH, position_id=one, reason="x", by="leader"),
        ):
            with pytest.raises(NotFound, match="no such position"):
                write(position_id)
    for unit_key in ("young", "nowhere", ""):
        with pytest.raises(NotFound, match="no such unit"):
            save(unit_key=unit_key)


def test_a_compound_petition_becomes_several_and_the_whole_is_kept():
    """Each part has its number and its origin; the whole waits no more, and is not written on."""
    text = "We ask: a) build the bridge; b) send teachers."
    whole = filed(text)
    made = positions.split(**CENTRE, position_id=whole, seen=1, parts=propose(text).texts)
    told = {one.position_id: one for one in reading.filed(KEY)}
    assert [told[one].row.number for one in made] == ["2023-01/01.1", "2023-01/01.2"]
    assert [told[one].content.text for one in made] == [
        "We ask: a) build the bridge;",
        "We ask: b) send teachers.",
    ]
    assert {told[one].row.origin_id for one in made} == {whole}
    assert {told[one].content.addressee for one in made} == {"CENTRE"}
    assert (told[whole].content.text, told[whole].parts, told[whole].is_live) == (text, made, False)
    assert {one.position_id for shelf in reading.shelves(KEY) for one in shelf.loose} == set(made)
    with pytest.raises(Conflict, match="has split it"):
        save(TEACHERS, position_id=whole, base=1)
    with pytest.raises(Conflict, match="part of another"):
        positions.withdraw(**NORTH, position_id=made[0], reason="x", by="leader")
    positions.withdraw(**NORTH, position_id=whole, reason="Settled", by="leader")
    assert reading.shelves(KEY) == () and len(reading.filed(KEY)) == 3


def test_a_split_that_loses_or_invents_a_word_is_refused():
    """The words are named; nothing changes. So is one over a text that was filed anew meanwhile."""
    whole = filed("Build the bridge and send teachers.")
    for parts, code in (
        (["Build the bridge", "send"], "words_lost"),
        (["Build the bridge and", "send good teachers"], "words_added"),
        (["Build the bridge and send teachers"], "one_part"),
    ):
        with pytest.raises(Invalid) as caught:
            positions.split(**CENTRE, position_id=whole, seen=1, parts=parts)
        assert codes(caught) == {code}
    save(TEACHERS, position_id=whole, base=1)
    file(whole)
    with pytest.raises(Conflict, match="meanwhile"):
        positions.split(**CENTRE, position_id=whole, seen=1, parts=["We ask for", "more teachers"])
    assert Position.objects.count() == 1


def test_a_split_is_taken_back_with_a_reason_and_made_anew():
    """The parts stay among what was withdrawn; new ones are numbered on."""
    whole = filed(BRIDGE)
    parts = ["We ask for money to build the northern bridge", "over the river."]
    positions.split(**CENTRE, position_id=whole, seen=1, parts=parts)
    positions.join(**CENTRE, position_id=whole, reason="One thing after all")
    assert reading.one_filed(KEY, whole).is_live
    with pytest.raises(Conflict, match="not split"):
        positions.join(**CENTRE, position_id=whole, reason="Again")
    made = positions.split(**CENTRE, position_id=whole, seen=1, parts=parts)
    assert reading.one_filed(KEY, made[0]).row.number == "2023-01/01.3"
    assert len(reading.filed(KEY)) == 5


def test_what_asks_the_same_is_put_together_once_and_may_leave():
    """Of one kind, filed, and in no other cluster; each says with which version it was put there."""
    first, second, third = filed(), filed(unit_key="south"), filed(TEACHERS)
    chosen = {"title": " The  bridge ", "subject": "ROADS"}
    cluster = clusters.form(**CENTRE, position_ids=[first, second, first], **chosen)
    (shelf,) = reading.shelves(KEY)
    assert (shelf.subject, shelf.count, shelf.unit_keys) == ("ROADS", 3, {"north", "south"})
    assert (shelf.bundles[0].cluster.title, len(shelf.bundles[0].members)) == ("The bridge", 2)
    with pytest.raises(Conflict, match="clustered by now"):
        clusters.form(**CENTRE, position_ids=[first, third], **chosen)
    clusters.add(**CENTRE, cluster_id=cluster, position_ids=[third])
    clusters.leave(**CENTRE, position_id=third)
    with pytest.raises(Conflict, match="no cluster"):
        clusters.leave(**CENTRE, position_id=third)
    assert [one.position_id for one in reading.shelves(KEY)[0].loose] == [third]
    assert Event.objects.filter(verb__startswith="cluster.").count() == 3


def test_a_cluster_takes_no_draft_no_other_kind_and_no_empty_title():
    """Each is refused in words."""
    first, draft, hard = filed(), save(unit_key="south"), filed(kind="difficulty", unit_key="south")
    chosen = {"title": "The bridge", "subject": "ROADS"}
    with pytest.raises(NotFound):
        clusters.form(**CENTRE, position_ids=[first, draft], **chosen)
    for ids in ([first, hard], [first], []):
        with pytest.raises(Invalid, match="two of one kind"):
            clusters.form(**CENTRE, position_ids=ids, **chosen)
    other = filed(unit_key="south")
    for title in (" ", "x" * 301):
        with pytest.raises(Invalid, match="title"):
            clusters.form(**CENTRE, position_ids=[first, other], subject="ROADS", title=title)
    with pytest.raises(Invalid, match="no subject"):
        clusters.form(**CENTRE, position_ids=[first, other], subject="MOON", title="x")
    cluster = clusters.form(**CENTRE, position_ids=[first, other], **chosen)
    with pytest.raises(Invalid, match="one kind only"):
        clusters.add(**CENTRE, cluster_id=cluster, position_ids=[hard])
    with pytest.raises(NotFound, match="no such cluster"):
        clusters.add(**CENTRE, cluster_id=cluster + 1, position_ids=[hard])


def test_the_centre_gives_a_subject_and_the_units_own_stays_in_its_version():
    """It lies on the other shelf; a draft is not there for the centre."""
    position_id = filed(TEACHERS)
    positions.give_subject(**CENTRE, position_id=position_id, subject="SCHOOLS")
    assert [shelf.subject for shelf in reading.shelves(KEY)] == ["SCHOOLS"]
    assert reading.one_filed(KEY, position_id).content.subject == "ROADS"
    with pytest.raises(Invalid, match="no subject"):
        positions.give_subject(**CENTRE, position_id=position_id, subject="MOON")
    with pytest.raises(NotFound):
        positions.give_subject(**CENTRE, position_id=save(), subject="ROADS")


def test_whatever_the_centre_does_every_word_and_every_original_is_reachable():
    """Split, clustered, joined: the words of the parts are those of the whole, which stands as filed."""
    text = "We ask: 1. build the bridge; 2. send teachers; 3. mend the road."
    whole, other = filed(text), filed("Mend the road.", unit_key="south")
    made = positions.split(**CENTRE, position_id=whole, seen=1, parts=propose(text).texts)
    clusters.form(**CENTRE, position_ids=[made[2], other], title="The road", subject="")
    told = {one.position_id: one for one in reading.filed(KEY)}
    assert set(words(text)) == {word for one in made for word in words(told[one].content.text)}
    assert told[told[made[2]].row.origin_id].content.text == text
    positions.join(**CENTRE, position_id=whole, reason="Too fine")
    assert len(reading.shelves(KEY)[0].loose) == 1
    assert {one.content.text for one in reading.filed(KEY)} >= {text, "Mend the road."}


def test_reading_takes_as_many_statements_for_many_as_for_one(django_assert_num_queries):
    """However many positions there are."""
    filed()
    for unit_key in ("north", "south", "north"):
        filed(TEACHERS, unit_key)
    with django_assert_num_queries(3):
        assert len(reading.filed(KEY)) == 4
