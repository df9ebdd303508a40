"""`giaoban serve`."""

import os
import socket
from contextlib import ExitStack

import click
from granian import Granian
from granian.constants import Interfaces

from giaoban.cli.companions import Companion
from giaoban.cli.outcomes import Outcome, progress, reporting
from giaoban.core.errors import Invalid
from giaoban.queries import workspace

PORT, HOST = 8000, "127.0.0.1"
#: How many processes answer where nobody says it, and how many requests each of them at a time: those share
#: one core, and each keeps a connection to the database.
WORKERS, REQUESTS_AT_A_TIME = min(os.cpu_count() or 1, 4), 4


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    help="Address to listen on; for all: 0.0.0.0, and the site's names in GIAOBAN_HOSTS.",
)
@click.option(
    "--workers",
    default=WORKERS,
    show_default="one a core, at most 4",
    type=click.IntRange(1, 64),
    help="Processes that answer.",
)
@click.option("--no-worker", is_flag=True, help="Only the site; “giaoban work” runs elsewhere.")
@click.option(
    "--live-port",
    type=click.IntRange(0, 65535),
    help="Where the rooms of conferences are followed live; 0: not here.  [default: the next free port]",
)
@reporting
def serve(port: int, host: str, workers: int, no_worker: bool, live_port: int | None) -> Outcome:
    """Serve the site, with the worker and the live rooms beside it, until it is stopped (Ctrl+C)."""
    workspace.require()
    return served(port, host, workers=workers, has_worker=not no_worker, live_port=live_port)


def served(
    port: int = PORT,
    host: str = HOST,
    *,
    workers: int = WORKERS,
    has_worker: bool = True,
    live_port: int | None = None,
) -> Outcome:
    """Serve the site and return when it was stopped."""
    _require_free(port, host)
    live = next_free(host, port + 1) if live_port is None else live_port
    # Read by the settings of every process that is started from here.
    os.environ.update(GIAOBAN_SITE_PORT=str(port), GIAOBAN_LIVE_PORT=str(live or ""))
    url = f"http://{host}:{port}/"
    progress(f"Giao Ban is at {url} (stop with Ctrl+C)")
    server = Granian(
        "giaoban.config.wsgi:application",
        host,
        port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=REQUESTS_AT_A_TIME,
        log_enabled=False,
    )
    with ExitStack() as beside:
        if has_worker:
            beside.enter_context(Companion("work"))
        if live:
            beside.enter_context(Companion("live", "--port", str(live), "--host", host))
        server.serve()
    return Outcome(particulars={"url": url})


def next_free(host: str, first: int = PORT) -> int:
    """Return the first port from one on that nothing listens on, that one if ten are taken."""
    return next((port for port in range(first, first + 10) if _is_free(port, host)), first)


def _is_free(port: int, host: str) -> bool:
    try:
        _require_free(port, host)
    except Invalid:
        return False
    return True


def _require_free(port: int, host: str) -> None:
    """Refuse an address that cannot be listened on, before the server fails on it without a word."""
    try:
        socket.create_server((host, port)).close()
    except OSError as fault:
        title = f"Cannot listen on {host}, port {port} ({fault.strerror or fault})"
        raise Invalid(title, "Choose another with --port or --host.") from fault
