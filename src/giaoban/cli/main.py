"""The command `giaoban` and what `giaoban --help` says."""

import sys
from importlib import import_module
from typing import Any

import click

from giaoban.cli.outcomes import BAD_INPUT, Outcome, show
from giaoban.core.errors import Finding

_EPILOG = """\b
The usual order:
  giaoban init                                 make the workspace
  giaoban load figures.csv --round ROUND       take in what was reported
  giaoban controls ROUND                       hold the units against the published totals
  giaoban review ROUND                         freeze the factsheet, print the documents
  giaoban verify out/ROUND/factsheet.json      recompute every figure
  giaoban claims edited.docx --factsheet out/ROUND/factsheet.json
  giaoban drift out/ROUND/factsheet.json       what later figures change in it
  giaoban units TEXT                           what a name or code can mean, and since when
  giaoban screens ROUND                        what verifiers should ask the units about
  giaoban audit verify                         walk along the chain of everything that was written
  giaoban series --unit UNIT --indicator CODE  one indicator over time, across mergers
  giaoban vintages --unit UNIT --indicator CODE --period PERIOD  every release of one figure
  giaoban targets goalposts ROUND              which targets were moved, how late, by whom
  giaoban people provision people.csv          set up organisations and people, invite them by mail
  giaoban rounds list                          where each round stands, when it goes on
  giaoban conferences show KEY                 a conference's programme, and what is in its way
  giaoban serve                                show it in the browser, with the worker beside it
  giaoban overview ROUND                       who still owes what, who is late, who waits for whom
  giaoban remind ROUND                         mail everybody for whom something waits
  giaoban panel ROUND                          every unit's months in bulk: facts and scores as tables
  giaoban segments compact                     gather many small files of the store

\b
Exit codes:  0 done · 1 something was found · 2 bad input, nothing changed
Workspace:   ./workspace, or the folder that GIAOBAN_HOME names
"""


_JSON = "--json"
#: What a shell expects of a program that Ctrl+C ended.
_STOPPED = 130

#: In the order of use; each stands in the module of its noun.
_COMMANDS = {
    "init": "installation",
    "load": "figures",
    "review": "rounds",
    "rounds": "rounds",
    "conferences": "conferences",
    "verify": "factsheets",
    "claims": "documents",
    "controls": "controls",
    "drift": "drift",
    "units": "units",
    "screens": "screens",
    "audit": "audit",
    "series": "series",
    "vintages": "vintages",
    "targets": "targets",
    "people": "people",
    "serve": "site",
    "work": "jobs",
    "tick": "jobs",
    "jobs": "jobs",
    "overview": "overview",
    "remind": "overview",
    "demo": "demonstrations",
    "packs": "packs",
    "segments": "segments",
    "panel": "panels",
}


class _OnDemand(click.Group):
    """Imports only the module of the command that was typed: the whole engine takes a second to start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        return getattr(import_module(f"giaoban.cli.{_COMMANDS[cmd_name]}"), cmd_name)

    def main(self, *args: Any, **extra: Any) -> None:
        """Run what was typed; a machine that asked for JSON gets it where the line itself is wrong, too."""
        try:
            sys.exit(super().main(*args, standalone_mode=False, **extra))
        except click.Abort:
            sys.exit(_STOPPED)
        except click.ClickException as fault:
            if _JSON in sys.argv:
                finding = Finding("usage", fault.format_message(), "See “giaoban --help”.")
                show(Outcome(findings=(finding,), exit_code=BAD_INPUT), is_json=True)
            fault.show()
            sys.exit(fault.exit_code)


@click.group(cls=_OnDemand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="giaoban")
def cli() -> None:
    """From a government's figures to its review: load what was reported, review a round, print the report.

    Every number that is printed comes from one frozen factsheet and can be traced to its source.
    """
