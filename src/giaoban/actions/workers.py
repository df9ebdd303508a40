"""The worker: one process of an installation does the jobs, and every minute what has fallen due."""

import os
import time
from collections.abc import Callable
from threading import Event as Bell
from types import FrameType

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from giaoban.actions import jobs
from giaoban.actions.seats import Seat

#: Seconds between two looks at the queue, and between two looks at the clock.
LOOK, TICK = 1.0, 60.0
#: A job under which the worker died so often is not taken up again.
MOST_DEATHS = 3


class _Loop(Worker):
    """The library's worker, which ends after the job that it is at when it is told to stop."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self.told = Bell()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the job at hand; at once if told a second time."""
        self.running = False
        self.told.set()
        self.reset_signals()


def work(*, say: Callable[[str], None], beside: int = 0) -> None:
    """Do jobs until told to stop (Ctrl+C, SIGTERM), or until the process `beside` which it runs is gone.

    Edges:   while another worker of the installation is at work this one stands by, and takes its place
             when it ends or dies; a job that died half-way is then taken up again, and done once, because
             jobs are verbs that do nothing the second time.
    """
    loop, seat = _Loop(f"{os.getpid()}-{time.time_ns()}"), Seat("worker")
    loop.configure_signals()
    try:
        if _sat_down(seat, loop, say, beside):
            say(f"The worker is at work ({requeue()} jobs taken up again)")
            _attend(seat, loop, beside)
    finally:
        seat.leave()


def requeue() -> int:
    """Put the jobs back that a worker died over, for whoever has taken its seat; return how many.

    Edges:   one under which it died again and again has failed: it would only kill the next worker.
    """
    dead = list(DBTaskResult.objects.running())
    for row in dead:
        if len(row.worker_ids) >= MOST_DEATHS:
            row.set_failed(RuntimeError(f"The worker died over it {MOST_DEATHS} times"))
        else:
            DBTaskResult.objects.filter(pk=row.pk).update(status="READY")
    return len(dead)


def _sat_down(seat: Seat, loop: _Loop, say: Callable[[str], None], beside: int) -> bool:
    """Wait for the seat; return whether it was taken before the worker was told to stop."""
    if seat.take():
        return True
    say("Another worker is at work; this one stands by")
    while loop.running and _is_wanted(beside):
        loop.told.wait(LOOK)
        if seat.take():
            return True
    return False


def _attend(seat: Seat, loop: _Loop, beside: int) -> None:
    next_at = time.monotonic()
    while loop.running and _is_wanted(beside) and seat.is_held():
        close_old_connections()
        if time.monotonic() >= next_at:
            jobs.enqueue(job="tick", by=jobs.CLOCK)
            next_at = time.monotonic() + TICK
        if DBTaskResult.objects.ready().exists():
            loop.run()
        close_old_connections()
        loop.told.wait(LOOK)


def _is_wanted(beside: int) -> bool:
    """Return whether the process that this one was started beside is still its parent."""
    return not beside or os.getppid() == beside
