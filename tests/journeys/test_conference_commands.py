"""`giaoban conferences`: the list and one programme, for people and for machines."""

import json

import pytest
from click.testing import CliRunner

from giaoban.cli.conferences import conferences
from tests.factories.convening import KEY, convened, install

pytestmark = pytest.mark.django_db


def say(*typed: str) -> tuple[int, str]:
    """Return the exit code and what the command printed."""
    done = CliRunner().invoke(conferences, typed)
    return done.exit_code, done.output


def test_a_conference_is_listed_and_shown_with_its_programme(tmp_path):
    """None at first; then its stage, the planned times and what is in the way of the next stage."""
    install(tmp_path)
    assert say("list") == (0, "There is no conference.\n")
    convened()
    assert f"{KEY}: preparing; 2027-01-15T08:00" in say("list")[1]
    shown = say("show", KEY)[1].splitlines()
    assert shown[:3] == [
        "Review of 2023: preparing; 5 sites",
        "08:00-08:10  1. Opening speech",
        "08:10-09:40  2. Opinions of the districts",
    ]
    assert "In the way: Nobody chairs the conference: Give somebody the seat of the chair." in shown
    told = json.loads(say("show", KEY, "--json")[1])
    assert (told["next"], [one["minutes"] for one in told["agenda"]]) == ("convened", [10, 90, 45])
    code, refused = say("show", "none")
    assert code == 2 and "There is no conference “none”" in refused
