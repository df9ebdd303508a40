"""Every benchmark, one table, and the page that keeps it: `make bench`."""

import sys
from collections.abc import Iterator

from tests.bench import events, lineage, panels, reviews, screens, segments
from tests.bench.table import HEADING, Row, machine, write_section

#: Each offers `rows()`, and `notes()` for what a ratio does not say.
BENCHES = (reviews, panels, screens, lineage, segments, events)


def say(cells: tuple[str, ...]) -> None:
    """Print one line of the table."""
    widths = (84, 10, 10, 9, 9)
    placed = [cells[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=False))]
    sys.stdout.write("".join(placed) + "  " + cells[-1] + "\n")
    sys.stdout.flush()


def measured() -> Iterator[Row]:
    """Yield each row as it is measured, and print it."""
    for bench in BENCHES:
        for row in bench.rows():
            say(row.cells)
            yield row


def main() -> None:
    """Print the table and the notes, and keep both in the page."""
    sys.stdout.write(machine() + "\n")
    say(HEADING)
    rows = list(measured())
    lines = [line for bench in BENCHES if hasattr(bench, "notes") for line in bench.notes()]
    sys.stdout.write("\n".join(lines) + "\n")
    write_section("One machine", lines, rows)


if __name__ == "__main__":
    main()
