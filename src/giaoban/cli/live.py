"""`giaoban live`."""

import os
import signal
import time
from threading import Thread

import click
from granian import Granian
from granian.constants import Interfaces

from giaoban.cli.outcomes import Outcome, reporting
from giaoban.queries import workspace

#: Seconds between two looks at the process that this one ends with, and until open streams are cut off.
_PAUSE, _PATIENCE = 2.0, 2
#: How many readers may be about to be let in.
_BACKLOG = 1024


@click.command()
@click.option("--port", required=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--beside", default=0, hidden=True, help="The process that this one ends with.")
@reporting
def live(port: int, host: str, beside: int) -> Outcome:
    """Send on what happens in the rooms of conferences, until stopped; “giaoban serve” runs it beside it."""
    workspace.require()
    if beside:
        Thread(target=_end_with, args=(beside,), daemon=True).start()
    server = Granian(
        "giaoban.config.live:application",
        host,
        port,
        interface=Interfaces.ASGI,
        workers=1,
        backlog=_BACKLOG,
        backpressure=_BACKLOG,
        workers_kill_timeout=_PATIENCE,
        websockets=False,
        log_enabled=False,
    )
    server.serve()
    return Outcome()


def _end_with(process: int) -> None:
    """Stop this process once the one beside which it runs is gone."""
    while os.getppid() == process:
        time.sleep(_PAUSE)
    os.kill(os.getpid(), signal.SIGTERM)
