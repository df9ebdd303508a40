"""People: provisioned as one whole or not at all, invited by real mail, given roles that end, shut out."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from giaoban.actions import invitations, people
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import invitations as invited
from giaoban.queries import people as reading
from giaoban.records.models import Event, Membership, Organisation, Person
from tests.factories.mails import smtp_server
from tests.factories.people import PASSWORD, enrol, found_offices, join, signed_in

pytestmark = pytest.mark.django_db

HEAD = "organisation,kind,organisation_name,unit_key,email,name,role,language\n"
CENTRE = "office,centre,Cơ quan trung ương,,an@office.example,An,steward,vi\n"


def today() -> date:
    """Return the day it is, asked when a test runs: a run may pass midnight."""
    return timezone.localdate()


@pytest.fixture
def table(tmp_path, installed):
    """Return a function that writes a table and provisions it."""
    from giaoban.queries import packs

    unit = next(iter(packs.installed()[0].units))
    north = f"north,province,Northern Province,{unit},ha@north.example,Hà,officer,en\n"

    def provisioned(text: str = CENTRE + north):
        path = tmp_path / "people.csv"
        path.write_text(HEAD + text, "utf-8")
        return people.provision(file=path, by="tester")

    provisioned.unit = unit
    return provisioned


def token(person: Person) -> str:
    """Return what the address of the person's open invitation ends with."""
    return invited.link(person).rstrip("/").rpartition("/")[2]


def test_a_table_sets_up_everybody_and_a_real_mail_invites_each(table):
    """Organisations, people and roles are there, each person has a mail with a link of their own."""
    with smtp_server() as mails:
        done = table()
    assert (done.organisations, done.people, done.roles, done.findings) == (2, 2, 2, ())
    sent = {mail["To"]: mail for mail in mails}
    assert set(sent) == {"an@office.example", "ha@north.example"}
    assert sent["an@office.example"]["Subject"] == "Lời mời vào Giao Ban"
    assert sent["ha@north.example"]["Subject"] == "Your invitation to Giao Ban"
    body = sent["ha@north.example"].get_content()
    assert "Hello Hà" in body and "You act for: Northern Province" in body
    link = re.search(r"http://\S+", body)[0]
    assert invited.invited(link.rstrip("/").rpartition("/")[2]).email == "ha@north.example"
    assert "password" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_done_twice_it_changes_nothing_and_mails_nobody(table, mailoutbox):
    """Not even an event is added."""
    table()
    events, mails = Event.objects.count(), len(mailoutbox)
    done = table()
    assert (done.organisations, done.people, done.roles) == (0, 0, 0)
    assert (Event.objects.count(), len(mailoutbox)) == (events, mails)


def test_one_fault_and_nothing_is_stored(table, mailoutbox):
    """The good rows stay out, too; every fault has its row and column."""
    with pytest.raises(Invalid) as refused:
        table(CENTRE + "south,province,South,nowhere,x,,officer,\noffice,,,,b@office.example,,king,\n")
    found = {(one.where.row, one.where.column) for one in refused.value.findings}
    assert found == {(3, "unit_key"), (3, "email"), (4, "role")}
    assert not Organisation.objects.exists() and not Person.objects.exists()
    assert not Event.objects.filter(verb__startswith="person").exists() and mailoutbox == []


def test_a_table_with_semicolons_or_without_rows(table, tmp_path):
    """As an office program of that language saves it; and one that holds only its heading."""
    path = tmp_path / "people.csv"
    path.write_text((HEAD + CENTRE).replace(",", ";"), "utf-8")
    assert people.provision(file=path, by="tester").people == 1
    path.write_text("organisation,email\n", "utf-8")
    with pytest.raises(Invalid) as refused:
        people.provision(file=path, by="tester")
    assert [one.where.column for one in refused.value.findings] == ["role"]


def test_a_mail_that_cannot_be_sent_is_said_and_nothing_is_lost(table, settings):
    """The people are there; the finding says how to send the invitation again."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    done = table(CENTRE)
    assert done.people == 1 and [one.code for one in done.findings] == ["mail_failed"]
    assert "giaoban people readmit an@office.example" in done.findings[0].detail


def test_an_invitation_is_used_once():
    """The second time, and after a newer one, it does not hold."""
    found_offices()
    person = people.invite(email="Ha@North.example", organisation="north", role="officer", by="tester")
    old = token(person)
    person = people.readmit(email="ha@north.example", by="tester")
    with pytest.raises(NotFound, match="newer one"):
        invited.invited(old)
    link = token(person)
    assert invitations.accept(token=link, password=PASSWORD).check_password(PASSWORD)
    for use in (invited.invited, lambda one: invitations.accept(token=one, password=PASSWORD[::-1])):
        with pytest.raises(NotFound, match="used already"):
            use(link)
    assert Person.objects.get(email="ha@north.example").check_password(PASSWORD)


def test_an_invitation_runs_out_and_cannot_be_made_up(settings):
    """After its days; with one letter changed; signed for something else."""
    found_offices()
    person = people.invite(email="ha@north.example", organisation="north", role="officer", by="tester")
    link = token(person)
    for wrong in (link[:-1] + ("a" if link[-1] != "a" else "b"), "x", "", person.invitation):
        with pytest.raises(NotFound, match="not the address"):
            invited.invited(wrong)
    settings.INVITATION_AGE = -1
    with pytest.raises(NotFound, match="run out"):
        invitations.accept(token=link, password=PASSWORD)


def test_inviting_somebody_who_is_known_gives_the_role_and_sends_nothing(mailoutbox):
    """And a role that is held already is a conflict."""
    join("an@office.example", "office", "analyst")
    people.invite(email="an@office.example", organisation="office", role="approver", by="tester")
    assert mailoutbox == []
    with pytest.raises(Conflict, match="already"):
        people.invite(email="AN@office.example", organisation="office", role="approver", by="tester")
    with pytest.raises(Invalid) as refused:
        people.invite(email="b@office.example", organisation="office", role="officer", by="tester")
    assert [one.code for one in refused.value.findings] == ["role_of_another_kind"]
    with pytest.raises(NotFound, match="no organisation"):
        people.invite(email="b@office.example", organisation="nowhere", role="officer", by="tester")


def test_a_role_holds_from_its_first_day_to_its_last():
    """The end is exclusive; an organisation that is shut gives nothing."""
    person, first = join("ha@north.example", "north", "officer"), today()
    people.grant(
        email=person.email,
        organisation="north",
        role="leader",
        by="tester",
        valid_from=first + timedelta(2),
    )
    roles = lambda day: {held.role for held in reading.actor(person, day).roles}  # noqa: E731
    assert roles(first) == {"officer"} and roles(first + timedelta(2)) == {"officer", "leader"}
    assert roles(first - timedelta(1)) == set()
    people.end(email=person.email, organisation="north", role="officer", by="tester", on=first + timedelta(1))
    assert roles(first) == {"officer"} and roles(first + timedelta(1)) == set()
    with pytest.raises(NotFound, match="is not officer"):
        people.end(email=person.email, organisation="north", role="officer", by="tester")
    Organisation.objects.update(is_active=False)
    assert roles(first) == set()


def test_an_actor_has_the_unit_of_each_role():
    """What the policy asks."""
    person = join("ha@north.example", "north", "officer")
    people.grant(email=person.email, organisation="office", role="analyst", by="tester")
    actor = reading.actor(person, today())
    assert actor.person == "ha@north.example" and actor.unit_keys == {"u-north"}
    assert {(held.role, held.unit_key) for held in actor.roles} == {("officer", "u-north"), ("analyst", "")}


def test_who_is_deactivated_is_out_at_once_and_can_be_let_in_anew(settings):
    """The open session answers as if nobody had signed in; roles and history stay."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    client = signed_in("an@office.example", "office", "analyst")
    assert client.get("/vi/account/").status_code == 200
    people.deactivate(email="an@office.example", by="tester")
    assert client.get("/vi/account/").status_code == 302
    assert [one.state for one in reading.everybody(today())] == ["deactivated"]
    person = people.readmit(email="an@office.example", by="tester")
    assert not reading.has_second_factor(person) and not person.has_usable_password()
    assert [one.state for one in reading.everybody(today())] == ["invited"]
    person = invitations.accept(token=token(person), password=PASSWORD)
    assert [one.state for one in reading.everybody(today())] == ["without second factor"]
    enrol(person)
    assert [one.state for one in reading.everybody(today())] == ["active"]


def test_every_write_leaves_its_event():
    """In the same transaction: an event that cannot be written takes the write back."""
    join("ha@north.example", "north", "officer")
    people.end(email="ha@north.example", organisation="north", role="officer", by="tester")
    people.deactivate(email="ha@north.example", by="tester")
    verbs = list(Event.objects.filter(object="ha@north.example").values_list("verb", flat=True))
    assert verbs == ["role.granted", "person.invited", "person.joined", "role.ended", "person.deactivated"]
    with pytest.raises(IntegrityError), transaction.atomic():
        people.grant(email="ha@north.example", organisation="north", role="leader", by="")
    assert not Membership.objects.filter(role="leader").exists()


@pytest.mark.parametrize(
    "broken",
    [
        lambda person: Person(email="HA@NORTH.EXAMPLE", language="vi", created_at=timezone.now()).save(),
        lambda person: Person.objects.bulk_create(
            [Person(email="HA@north.example", language="vi", created_at=timezone.now())]
        ),
        lambda person: Organisation.objects.create(key="x", kind="kingdom", name="X"),
        lambda person: Organisation.objects.create(key="x", kind="province", name="X"),
        lambda person: Organisation.objects.create(key="x", kind="centre", name="X", unit_key="u"),
        lambda person: _member(person, role="king"),
        lambda person: _member(person, role="officer"),
        lambda person: _member(person, role="leader", valid_to=date(2020, 1, 1)),
    ],
    ids=["capitals", "capitals in bulk", "kind", "no unit", "unit of no province", "role", "twice", "dates"],
)
def test_the_database_refuses_what_must_not_be(broken):
    """Whoever writes, and however."""
    person = join("ha@north.example", "north", "officer")
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(person)


def _member(person: Person, **told) -> Membership:
    office = Organisation.objects.get(key="north")
    return Membership.objects.create(person=person, organisation=office, valid_from=today(), **told)
