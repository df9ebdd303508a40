"""The crowd of the deadline's last minute, with locust: officers who type, leaders who submit, analysts.

Each does what the page does in a browser: a cell is sent as it is left, over the version that was seen; the
form is asked for again after a pause; whoever is refused is told why. Everybody opens a page first, and the
minute begins when all are there. `python -m tests.bench.crowd ADDRESS FOLDER SECONDS` reads `people.json` in
the folder and leaves there `requests.jsonl` and `saves.jsonl`. A process of its own, because locust replaces
the sockets of the one that it runs in.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from locust import FastHttpUser, between, task
from locust.env import Environment
from requests.cookies import create_cookie

_SCRIPTS = Path(__file__).parents[2] / "src/giaoban/web/static/web"
#: The answers that a page knows what to do with: read, done, not allowed, overtaken, not complete.
KNOWN = {200, 302, 403, 409, 422}


def _seconds(script: str, name: str) -> float:
    """Return a time that the page's own script waits."""
    found = re.search(rf"const {name} = (\d+);", (_SCRIPTS / script).read_text("utf-8"))
    return int(found[1]) / 1000  # type: ignore[index]


#: As the page has them: seconds without a save until it asks again, and until it gives a request up.
REFRESH_AFTER, PATIENCE = _seconds("grid.js", "REFRESH_AFTER"), _seconds("sending.js", "PATIENCE")


class Evening:
    """What all share: who may come, whether the minute has begun, and what came of it."""

    def __init__(self) -> None:
        self.round, self.people, self.seconds = "", {}, 60
        self.there, self.started_at, self.begun = 0, 0.0, Event()
        self.absent: list[str] = []
        self.requests: list[list[Any]] = []
        self.saves: list[list[Any]] = []

    def passed(self) -> float:
        """Return which part of the minute has passed."""
        return (time.monotonic() - self.started_at) / self.seconds if self.started_at else 0.0

    def note(self, name: str, response_time: float, exception: Any, response: Any, **_: Any) -> None:
        """Remember a request of the minute: what, seconds, status, and what went wrong."""
        if self.started_at:
            status = getattr(response, "status_code", 0)
            self.requests.append([name, response_time / 1000, status, str(exception or "")])


evening = Evening()
chance = random.Random(7)  # noqa: S311


class Person(FastHttpUser):
    """Somebody who has signed in, and opens a page before the minute begins."""

    abstract = True
    network_timeout = connection_timeout = PATIENCE

    def on_start(self) -> None:
        """Come in with a session, open the first page, and wait for the others."""
        self.who = evening.people[type(self).__name__].pop()
        self.client.cookiejar.set_cookie(create_cookie("sessionid", self.who["session"], domain="127.0.0.1"))
        self.open()
        evening.there += 1
        evening.begun.wait()
        # Nobody begins at the same moment as all others.
        gevent.sleep(chance.random() * self.wait_time())

    def open(self) -> None:
        """Open the unit's form."""
        page = self.get("form", self.form())
        if page.status_code != 200:
            evening.absent.append(f"{self.who['email']} cannot open the form: {page.error}")

    def form(self, part: str = "") -> str:
        """Return an address of the unit's form."""
        return f"units/{self.who['unit']}/form/{part}"

    def get(self, name: str, where: str) -> Any:
        """Return the answer to a page that is read."""
        return self._ask("GET", name, where)

    def post(self, name: str, where: str, **sent: Any) -> Any:
        """Return the answer to a form that is sent, with the mark that the site gave out."""
        mark = next(one.value for one in self.client.cookiejar if one.name == "csrftoken")
        return self._ask("POST", name, where, headers={"X-CSRFToken": mark}, **sent)

    def _ask(self, method: str, name: str, where: str, **sent: Any) -> Any:
        sent |= {"name": name, "catch_response": True, "allow_redirects": False}
        with self.client.request(method, f"/vi/rounds/{evening.round}/{where}", **sent) as answer:
            if answer.status_code in KNOWN:
                answer.success()
            return answer


class Officer(Person):
    """Leaves a cell every second or two, at times pastes a block; completes the form once, rather late."""

    wait_time = between(1, 2)

    def open(self) -> None:
        """Open the form, and take over what stands in it as the page does."""
        self.versions: dict[str, int] = {}
        self.is_locked = False
        self.texts = self.who["lines"]
        self.completes_at, self.refreshing = chance.uniform(0.7, 0.95), None
        super().open()
        self.refresh()

    @task
    def work(self) -> None:
        """Save one cell, often one in which the colleague types, too; at times do something else beside."""
        lines = list(self.texts)
        self.save("save a cell", [chance.choice(lines[:2] if chance.random() < 0.2 else lines)])
        if self.is_locked:
            self.look_up()
        for part, other in ((0.04, self.paste), (0.1, self.come_as_another), (0.1, self.look_up)):
            if chance.random() < part:
                other()

    def paste(self) -> None:
        """Save a block as one request."""
        self.save("paste a block", list(self.texts)[:12])

    def come_as_another(self) -> None:
        """Send the same document in another's name: session, rights and document are read, nothing else."""
        told = {"person": "nobody", "lines": [self.typed(next(iter(self.texts)))]}
        self.post("baseline", self.form("lines/"), json=told)

    def look_up(self) -> None:
        """Look for a number on paper, longer than the page waits until it asks again."""
        gevent.sleep(2 * REFRESH_AFTER)

    def save(self, name: str, lines: Iterable[str]) -> None:
        """Send lines and take in what became of them; ask again after a pause."""
        told = {"person": self.who["email"], "lines": [self.typed(line) for line in lines]}
        answer = self.post(name, self.form("lines/"), json=told)
        if answer.status_code == 200:
            for one in answer.json()["lines"]:
                self.take_in(one)
        gevent.kill(self.refreshing) if self.refreshing else None
        self.refreshing = gevent.spawn_later(REFRESH_AFTER, self.refresh)
        if evening.passed() > self.completes_at:
            self.completes_at = 2
            self.post("complete", self.form("complete/"))

    def typed(self, line_id: str) -> dict[str, Any]:
        """Return a line with words that nobody else types."""
        words = f"{self.who['email']} {time.monotonic_ns()}"
        base = self.versions.get(line_id, 0)
        return {"line_id": line_id, "base": base, "text": self.texts[line_id], "explanation": words}

    def take_in(self, one: dict[str, Any]) -> None:
        """Remember the version that stands there now, and what was acknowledged."""
        self.versions[one["line_id"]] = one["version"]
        self.is_locked = one["outcome"] == "locked"
        words = one["entry"]["explanation"]
        saved = [self.who["unit"], one["line_id"], one["version"], self.who["email"], words]
        evening.saves.append([one["outcome"], saved])

    def refresh(self) -> None:
        """Ask what stands in the form by now."""
        answer = self.get("state of the form", self.form("state/"))
        if answer.status_code == 200:
            self.versions |= {one["line_id"]: one["version"] for one in answer.json()["lines"]}


class Leader(Person):
    """Looks three or four times; submits what is complete."""

    wait_time = between(12, 20)

    @task
    def submit(self) -> None:
        """Open the form, and submit it where the page offers that."""
        page = self.get("form", self.form())
        if page.status_code == 200 and "/form/submit/" in page.text:
            self.post("submit", self.form("submit/"))


class Analyst(Person):
    """Looks for what was submitted; returns most of it line by line with reasons, accepts the rest."""

    wait_time = between(4, 8)

    def open(self) -> None:
        """Open the overview."""
        self.get("overview", "overview/")

    @task
    def check(self) -> None:
        """Open a submission that waits, and settle it."""
        page = self.get("overview", "overview/")
        waiting = sorted(set(re.findall(r"/submissions/([\w-]+)/", page.text or "")))
        if waiting:
            where = f"submissions/{chance.choice(waiting)}/"
            page = self.get("submission", where)
            self.settle(where, page.text or "")

    def settle(self, where: str, page: str) -> None:
        """Return some lines, or accept it as it is; leave what is no longer here."""
        fields = re.findall(r'name="(reason:[^"]+)"', page)
        if fields and chance.random() < 0.7:
            chosen = chance.sample(fields, min(3, len(fields)))
            self.post("return", f"{where}return/", data=dict.fromkeys(chosen, "Chưa khớp báo cáo bằng lời"))
        elif "/accept/" in page:
            self.post("accept", f"{where}accept/")


def main(address: str, folder: str, seconds: str) -> None:
    """Let everybody come, let the minute pass, and keep what came of it."""
    told = json.loads((Path(folder) / "people.json").read_text("utf-8"))
    evening.round, evening.people, evening.seconds = told["round"], told["people"], int(seconds)
    invited = {kind: len(told["people"][kind.__name__]) for kind in (Officer, Leader, Analyst)}
    for kind, count in invited.items():
        kind.fixed_count = count
    environment = Environment(user_classes=list(invited), host=address, stop_timeout=2 * PATIENCE)
    environment.events.request.add_listener(evening.note)
    runner = environment.create_local_runner()
    runner.start(sum(invited.values()), spawn_rate=5)
    while evening.there < sum(invited.values()):
        gevent.sleep(0.1)
    if evening.absent:
        raise SystemExit("\n".join(evening.absent))
    evening.started_at = time.monotonic()
    evening.begun.set()
    gevent.sleep(evening.seconds)
    runner.quit()
    _keep(Path(folder) / "requests.jsonl", evening.requests)
    _keep(Path(folder) / "saves.jsonl", evening.saves)


def _keep(path: Path, rows: list[list[Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
