"""A server that dies: people save and approve over HTTP, all of it is killed, it is started again."""

import http.client
import json
import os
import random
import signal
import subprocess
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from tests.factories.packs import ROUND, write_pack
from tests.factories.reporting import GROWTH, PEOPLE, WITH_FORM
from tests.factories.servers import GIAOBAN, Installation, _wait, free_port

FORM = "/vi/rounds/{round}/units/{unit}/form/"
SENT = "/vi/rounds/{round}/submissions/{unit}/"
_MARK = "c" * 32
#: What a broken connection raises, at whatever moment it breaks.
_BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Mortal:
    """A server of one installation on one port: started, killed, started again."""

    installation: Installation
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it listens."""
        command = [str(GIAOBAN), "serve", "--port", str(self.port), "--no-worker"]
        self.process = subprocess.Popen(
            command, env=self.installation.environment, stderr=subprocess.DEVNULL, start_new_session=True
        )
        _wait(self.port)

    def kill(self) -> None:
        """Kill every process of the server at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Heard:
    """What was acknowledged: saves as unit, line, version and text, and how many approvals."""

    saves: list[list[Any]] = field(default_factory=list)
    approvals: int = 0
    tries: int = 0


class Person:
    """Somebody with a session, who sends requests until the server breaks off."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.heads = {"Cookie": f"sessionid={session}; csrftoken={_MARK}", "X-CSRFToken": _MARK}

    def post(self, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        """Return status and body of the answer."""
        self.connection.request("POST", path, body, {**self.heads, "Content-Type": kind})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def step(self, path: str, **fields: str) -> int:
        """Press a button and return the status of the answer."""
        return self.post(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")[0]

    def save(self, unit: str, email: str, line: dict[str, Any]) -> dict[str, Any]:
        """Save one line as the grid does, and return what became of it."""
        body = json.dumps({"person": email, "lines": [line]}).encode()
        status, answer = self.post(f"{FORM.format(round=ROUND, unit=unit)}lines/", body, "application/json")
        return json.loads(answer)["lines"][0] if status == 200 else {"outcome": str(status)}


def type_on(port: int, sessions: dict[str, str], heard: Heard, seed: int) -> None:
    """Type into the south's line until the server breaks off."""
    email, base = "ha@south.example", 0
    person = Person(port, sessions[email])
    try:
        for number in range(1_000_000):
            text = f"{seed}{number:05}"
            told = person.save("south", email, {"line_id": PEOPLE, "text": text, "base": base})
            base = told.get("version", base)
            if told["outcome"] == "saved":
                heard.saves.append(["south", PEOPLE, base, text])
    except _BROKEN:
        return
    finally:
        person.connection.close()


def approve_on(port: int, sessions: dict[str, str], heard: Heard, seed: int) -> None:
    """Send the north's submission round and round until the server breaks off."""
    people = {role: Person(port, sessions[email]) for role, email in WHO.items()}
    form, sent = FORM.format(round=ROUND, unit="north"), SENT.format(round=ROUND, unit="north")
    until = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    base = 0
    try:
        for number in range(1_000_000):
            line = {"line_id": GROWTH, "text": f"{number % 90},{seed % 10}", "base": base}
            base = people["officer"].save("north", WHO["officer"], line).get("version", base)
            people["officer"].step(f"{form}complete/")
            people["leader"].step(f"{form}submit/")
            people["analyst"].step(f"{sent}accept/")
            heard.tries += 1
            heard.approvals += people["approver"].step(f"{sent}approve/") == 302
            people["approver"].step(f"{sent}reopen/", line_id=GROWTH, reason="again", until=until)
    except _BROKEN:
        return
    finally:
        for one in people.values():
            one.connection.close()


#: Who takes which step of the north's submission.
WHO = {
    "officer": "ha@north.example",
    "leader": "binh@north.example",
    "analyst": "an@office.example",
    "approver": "dung@office.example",
}


def live_and_die(mortal: Mortal, sessions: dict[str, str], heard: Heard, chance: random.Random) -> None:
    """Let people work at a freshly started server, and kill it while both are at it."""
    mortal.start()
    before, seed = (len(heard.saves), heard.tries), chance.randrange(1, 9)
    work = [
        threading.Thread(target=one, args=(mortal.port, sessions, heard, seed))
        for one in (type_on, approve_on)
    ]
    for thread in work:
        thread.start()
    goal = chance.randrange(12, 20)
    while any(thread.is_alive() for thread in work):
        if len(heard.saves) - before[0] >= goal and heard.tries - before[1] >= goal:
            break
        work[0].join(0.002)
    mortal.kill()
    for thread in work:
        thread.join()


def prepare(folder: Path, environment: dict[str, str]) -> tuple[Mortal, dict[str, str]]:
    """Return a server that is not started yet, and the sessions of those who will work at it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    own = {"GIAOBAN_ORIGINS": address, "GIAOBAN_PACKS": str(folder / "packs")}
    installation = Installation({**environment, **own}, address)
    write_pack(folder / "packs" / "test", **WITH_FORM)
    # Sessions are signed by the key that this makes.
    assert installation.run("init").returncode == 0
    told = installation.ask(f"from tests.factories.dying import furnish; furnish({str(folder)!r})")
    return Mortal(installation, port), json.loads(told)


def furnish(folder: str) -> None:
    """Inside the installation: let a round be verified, fill in the forms, print a session of each person."""
    from tests.factories.reporting import enter, fill_in, install
    from tests.factories.sessions import begin, person

    install(Path(folder))
    enter("verifying")
    for unit in ("north", "south"):
        fill_in(unit)
    told = {"ha@south.example": begin(person("ha@south.example", "Ha", "south", "officer", "south"))}
    for role, email in WHO.items():
        organisation = email.partition("@")[2].partition(".")[0]
        unit = organisation if role in ("officer", "leader") else ""
        told[email] = begin(person(email, role, organisation, role, unit))
    print(json.dumps(told))  # noqa: T201


def look(heard: str) -> None:
    """Inside the installation: print what is half, and what was acknowledged and is not there."""
    from giaoban.records.models import EntryVersion, Event
    from tests.factories.crowds import broken

    said = json.loads(heard)
    rows = EntryVersion.objects.select_related("entry__submission")
    there = {(row.entry.submission.unit_key, row.entry.line_id, row.version): row.text for row in rows}
    lost = [one for one in said["saves"] if there.get((one[0], one[1], one[2])) != one[3]]
    approvals = Event.objects.filter(verb="submission.approved").count()
    faults = [*broken(), *(f"{one} was acknowledged and is lost" for one in lost)]
    if approvals < said["approvals"]:
        faults.append(f"{said['approvals']} approvals were acknowledged, {approvals} are there")
    print(json.dumps({"faults": faults, "approvals": approvals, "versions": len(there)}))  # noqa: T201
