"""Tasks: where each stands, against its deadlines."""

from typing import Literal, get_args

#: `open` · `reported` its lead says that it is done · `done` a second person has seen that it is.
Status = Literal["open", "reported", "done"]
STATUSES: tuple[Status, ...] = get_args(Status)
