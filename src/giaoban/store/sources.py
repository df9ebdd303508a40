"""Sources: where the rows of each segment are read: in its own file, or in a compact one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giaoban.core.errors import NotFound
from giaoban.store.addresses import path_of
from giaoban.store.schemas import LATER

_LOOSE = "SELECT *, PARSE_FILENAME(filename, TRUE) AS origin FROM READ_PARQUET($loose, {options})"
_COMPACT = "SELECT * FROM READ_PARQUET($compact, {options})"
_PLACES = "SELECT UNNEST($files) AS filename, UNNEST($origins) AS origin, UNNEST($places) AS place"
_OPTIONS = "filename = TRUE, file_row_number = TRUE"


@dataclass(frozen=True)
class Source:
    """A query whose rows are those of the segments: their columns, `origin` and `place`; and its parameters.

    `origin` is the name of the row's segment, `place` where that segment stands in the order of recording.
    """

    query: str
    parameters: dict[str, Any]

    def under(self, prefix: str) -> "Source":
        """Return the same with other names for its parameters, so that two can stand in one statement."""
        parameters = {f"{prefix}_{name}": value for name, value in self.parameters.items()}
        return Source(self.query.replace("$", f"${prefix}_"), parameters)


def source_of(directory: Path, kind: str, sha256s: Sequence[str], covered: Mapping[str, str]) -> Source:
    """Return the source of the segments, which stand in the order of their recording.

    `covered` names the compact file of each segment that has one; a compact file gives the rows of the
    segments asked for and of no other. A segment that was recorded again stands at its last place.
    Edges:   where a compact file is not on disk, the segments that it covers are read from their own files.
    Raises:  NotFound if a segment is in no file on disk.
    """
    places = {sha256: place for place, sha256 in enumerate(sha256s)}
    files = {sha256: _file_of(directory, sha256, covered) for sha256 in places}
    loose = _distinct(file for sha256, file in files.items() if file == path_of(directory, sha256))
    compact = _distinct(file for sha256, file in files.items() if file != path_of(directory, sha256))
    scans = {"loose": (_LOOSE, loose), "compact": (_COMPACT, compact)}
    rows = _completed(kind, (scan for scan, paths in scans.values() if paths))
    return Source(
        f"SELECT * FROM ({rows}) AS filed INNER JOIN ({_PLACES}) AS placed USING (filename, origin)",  # noqa: S608
        {name: paths for name, (_, paths) in scans.items() if paths}
        | {"files": list(map(str, files.values())), "origins": list(files), "places": list(places.values())},
    )


def _completed(kind: str, scans: Iterable[str]) -> str:
    """Return the scans as one: files written before a column was added give it as empty."""
    later = LATER.get(kind, ())
    options = f"{_OPTIONS}, union_by_name = TRUE" if later else _OPTIONS
    empty = ", ".join(f"CAST(NULL AS VARCHAR) AS {column}" for column in later)
    added = [f"SELECT {empty} WHERE FALSE"] if later else []
    return " UNION ALL BY NAME ".join([*(scan.format(options=options) for scan in scans), *added])


def _file_of(directory: Path, sha256: str, covered: Mapping[str, str]) -> Path:
    candidates = [path_of(directory, name) for name in (covered.get(sha256, sha256), sha256)]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        raise NotFound(f"The segment {sha256[:12]}… is not on disk", "Restore the workspace from a backup.")
    return found


def _distinct(paths: Iterable[Path]) -> list[str]:
    return [str(path) for path in dict.fromkeys(paths)]
