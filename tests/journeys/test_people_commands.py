"""`giaoban people` as it is typed: provision, invite, list, grant, end, deactivate, readmit."""

import json

from tests.journeys.test_commands import giaoban

__all__ = ["giaoban"]
HEAD = "organisation,email,role,kind,organisation_name,unit_key,name,language\n"
ROWS = "office,an@office.example,steward,centre,Central Office,,An,en\n,,officer,,,,,\n"


def told(done, code: int = 0) -> dict:
    """Return what a command says to a machine."""
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_people_are_set_up_listed_given_roles_and_taken_out(giaoban):
    """Mails lie in the workspace where no server is set; whoever is new is told nothing but by mail."""
    table = giaoban.folder / "people.csv"
    assert giaoban("people", "list").returncode == 2
    giaoban("init")
    assert giaoban("people", "list").stdout == "Nobody is known yet.\n"
    table.write_text(HEAD + ROWS, "utf-8")
    refused = told(giaoban("people", "provision", table, "--json"), 2)
    assert {(one["row"], one["column"]) for one in refused["findings"]} == {(3, "organisation"), (3, "email")}
    table.write_text(HEAD + ROWS.splitlines()[0], "utf-8")
    assert told(giaoban("people", "provision", table, "--json"))["people"] == 1
    assert giaoban("people", "provision", table).stdout == "0 new organisations, 0 new persons, 0 new roles\n"
    (mail,) = (giaoban.folder / "workspace" / "mail").iterdir()
    assert "/en/invitations/" in mail.read_text("utf-8")

    where = ("--organisation", "office", "--role")
    assert giaoban("people", "invite", "binh@office.example", *where, "analyst").returncode == 0
    assert giaoban("people", "grant", "binh@office.example", *where, "approver").returncode == 0
    assert giaoban("people", "end", "binh@office.example", *where, "analyst").returncode == 0
    assert giaoban("people", "grant", "binh@office.example", *where, "officer").returncode == 2
    assert giaoban("people", "deactivate", "an@office.example").returncode == 0
    known = {one["email"]: one for one in told(giaoban("people", "list", "--json"))["people"]}
    assert known["an@office.example"]["state"] == "deactivated"
    assert [held["role"] for held in known["binh@office.example"]["roles"]] == ["approver"]
    assert giaoban("people", "readmit", "an@office.example").returncode == 0
    assert "an@office.example (invited): steward of office" in giaoban("people", "list").stdout
    assert giaoban("people", "invite", "no", *where, "analyst").returncode == 2
    assert giaoban("people", "readmit", "nobody@office.example").returncode == 2
