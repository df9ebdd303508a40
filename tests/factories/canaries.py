"""Canaries: words that nobody else writes, planted over HTTP wherever people type or send a file."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from giaoban.actions import publications, submissions, tokens
from giaoban.queries import workspace
from giaoban.records.models import Opening, Person
from tests.factories import sessions
from tests.factories.packs import ROUND
from tests.factories.programs import holder
from tests.factories.reporting import FORM, PEOPLE, enter, fill_in, install
from tests.factories.uploads import pdf, word
from tests.house.tree import PACKS

_SENT = f"/vi/rounds/{ROUND}/submissions/north/"
_WORDS = (
    "earlier draft", "sent explanation", "draft explanation", "final explanation", "another's draft",
    "comment of the unit", "comment of the centre", "reply", "reason of a return", "reason of a reopening",
    "reopened draft", "sent file", "name of the sent file", "draft file", "name of the draft file",
    "refused file", "name of the refused file", "save that failed", "name of a person", "name of a token",
)  # fmt: skip
#: By name: all the ways in which each may be written. A number stands in the marks of a language.
CANARIES: Mapping[str, tuple[str, ...]] = {
    **{name: ("Kanari" + name.title().replace(" ", "").replace("'", ""),) for name in _WORDS},
    "draft value": ("86753091", "86.753.091", "86,753,091"),
    "address of a person": ("kanari-address@north.example",),
}

#: The small pack, with documents that can be printed.
_FILES = {"forms/annual.yaml": FORM, "documents/report.yaml": "layouts: [plain]\ntables: {}\ncharts: {}\nsections: []\n"}


def mark(name: str) -> str:
    """Return a canary as it is planted."""
    return CANARIES[name][0]


def text_of(content: bytes) -> str:
    """Return all that bytes tell: what lies in an archive, and what a PDF shows, too."""
    told = [content.decode("utf-8", "replace")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told += [text for one in archive.namelist() for text in (one, text_of(archive.read(one)))]
    if content.startswith(b"%PDF"):
        told += [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return "\n".join(told)


@dataclass
class World:
    """One round of an invented country, and everybody who may look at it, by who they are."""

    folder: Path
    clients: dict[str, Client] = field(default_factory=lambda: {"nobody": Client()})
    tokens: dict[str, str] = field(default_factory=lambda: {"nobody": ""})
    emails: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)

    def found_in(self, text: str) -> set[str]:
        """Return the canaries that a text gives away."""
        written = {**CANARIES, "token": tuple(filter(None, self.tokens.values()))}
        return {name for name, ways in written.items() if any(one in text for one in ways)}

    def admit(self, who: str, person: Person, named: str = "program") -> None:
        """Let somebody in, in a browser and with a program."""
        self.emails[who] = person.email
        self.clients[who] = sessions.client_of(person, raise_request_exception=False)
        self.tokens[who] = tokens.create(person=person, name=named, days=30)

    def post(self, who: str, where: str, status: int = 302, **sent: Any) -> None:
        """Let somebody send a form, and keep what the answer says."""
        answer = self.clients[who].post(where, **sent)
        assert answer.status_code == status, (where, answer.status_code, answer.content.decode())
        self.answers.append(f"{answer.headers}\n{answer.content.decode()}")

    def desk(self, who: str, part: str, status: int = 302, **data: Any) -> None:
        """Let somebody of the north do something on the page of its form."""
        self.post(who, f"{_form('north')}{part}/", status, data=data)

    def save(self, who: str, unit: str, base: int, said: str, text: str = "1000", status: int = 200) -> None:
        """Save a cell as the grid does, with these words beside it."""
        line = {"line_id": PEOPLE, "base": base, "text": text, "explanation": said}
        told = json.dumps({"person": self.emails[who], "lines": [line]})
        self.post(who, f"{_form(unit)}lines/", status, data=told, content_type="application/json")

    def attach(self, name: str, content: bytes, status: int = 302) -> None:
        """Put a file beside a line."""
        about = {"line_id": PEOPLE, "classification": "internal"}
        self.desk("officer", "evidence", status, file=SimpleUploadedFile(name, content), **about)


def _form(unit: str) -> str:
    return f"/vi/rounds/{ROUND}/units/{unit}/form/"


def found_world(folder: Path) -> World:
    """Return the round while it takes replies: one unit has sent, got a line back, and types again."""
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(folder, **{**_FILES, "rules/classification.yaml": marks})
    world = World(folder)
    ha = sessions.person(mark("address of a person"), mark("name of a person"), "north", "officer", "north")
    world.admit("officer", ha, mark("name of a token"))
    world.admit("leader", sessions.person("binh@north.example", "Binh", "north", "leader", "north"))
    for who, role in (("another officer", "officer"), ("another leader", "leader")):
        email = f"{role}@south.example"
        world.admit(who, sessions.person(email, role, "south", role, "south"))
    for role in ("analyst", "approver", "steward", "inspector", "respondent"):
        world.admit(role, holder(role))
    _send(world)
    _type_again(world)
    return world


def _send(world: World) -> None:
    enter("collecting")
    fill_in("north")
    world.save("officer", "north", 0, mark("earlier draft"))
    world.save("officer", "north", 1, mark("sent explanation"))
    world.desk("officer", "comments", line_id=PEOPLE, text=mark("comment of the unit"))
    world.attach(f"{mark('name of the sent file')}.pdf", pdf(mark("sent file")))
    world.desk("officer", "complete")
    world.desk("leader", "submit")


def _type_again(world: World) -> None:
    enter("verifying")
    world.post("analyst", f"{_SENT}return/", data={f"reason:{PEOPLE}": mark("reason of a return")})
    comment = {"line_id": PEOPLE, "text": mark("comment of the centre")}
    world.post("analyst", f"{_SENT}comments/", data=comment)
    world.save("officer", "north", 2, mark("draft explanation"), mark("draft value"))
    world.attach(f"{mark('name of the draft file')}.pdf", pdf(mark("draft file")))
    refused = word(mark("refused file"), header="TUYỆT MẬT")
    world.attach(f"{mark('name of the refused file')}.docx", refused, status=422)
    with patch("giaoban.actions.drafts.standing_of", side_effect=RuntimeError("the disk is full")):
        world.save("officer", "north", 3, mark("save that failed"), status=500)
    world.save("another officer", "south", 0, mark("another's draft"))
    enter("replying")
    world.desk("leader", "reply", text=mark("reply"))


def publish(world: World) -> None:
    """Let what was corrected be approved, a line be reopened in vain, and the round be frozen and printed."""
    world.save("officer", "north", 3, mark("final explanation"), "1002")
    world.desk("officer", "complete")
    world.desk("leader", "submit")
    world.post("analyst", f"{_SENT}accept/")
    world.post("approver", f"{_SENT}approve/")
    until = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    asked = {"line_id": PEOPLE, "reason": mark("reason of a reopening"), "until": until}
    world.post("approver", f"{_SENT}reopen/", data=asked)
    world.save("officer", "north", 4, mark("reopened draft"))
    Opening.objects.filter(closed_at=None).update(expires_at=timezone.now())
    assert submissions.reseal(round_id=ROUND, by="clock") == ("north",)
    enter("frozen")
    publications.publish(round_id=ROUND, directory=world.folder / "out", by="tester", progress=lambda _: None)
    enter("conference")


def kept() -> str:
    """Return everything that the installation holds: every row, every file with its name."""
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    files = [path for path in workspace.home().rglob("*") if path.is_file()]
    return "\n".join([dump.getvalue(), *map(str, files), *(text_of(path.read_bytes()) for path in files)])
