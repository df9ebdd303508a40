"""The command `giaoban` and what `giaoban --help` says."""

from importlib import import_module

import click

_EPILOG = """\b
The usual order:
  giaoban init                                 make the workspace
  giaoban load figures.csv --round ROUND       take in what was reported
  giaoban review ROUND                         freeze the factsheet, print the documents
  giaoban verify out/ROUND/factsheet.json      recompute every figure
  giaoban claims edited.docx --factsheet out/ROUND/factsheet.json
  giaoban drift out/ROUND/factsheet.json       what later figures change in it
  giaoban series --unit UNIT --indicator CODE  one indicator over time, across mergers
  giaoban serve                                show it in the browser

\b
Exit codes:  0 done · 1 something was found · 2 bad input, nothing changed
Workspace:   ./workspace, or the folder that GIAOBAN_HOME names
"""


#: In the order of use; each stands in the module of its noun.
_COMMANDS = {
    "init": "installation",
    "load": "submissions",
    "review": "rounds",
    "verify": "factsheets",
    "claims": "documents",
    "drift": "drift",
    "series": "series",
    "serve": "site",
    "demo": "demonstrations",
    "packs": "packs",
}


class _OnDemand(click.Group):
    """Imports only the module of the command that was typed: the whole engine takes a second to start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        return getattr(import_module(f"giaoban.cli.{_COMMANDS[cmd_name]}"), cmd_name)


@click.group(cls=_OnDemand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="giaoban")
def cli() -> None:
    """From a government's figures to its review: load what was reported, review a round, print the report.

    Every number that is printed comes from one frozen factsheet and can be traced to its source.
    """
