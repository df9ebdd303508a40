"""An installation of its own: which sealed files it has, and which sealed tables in its main database.

`python -m tests.factories.sealing`, in the environment that it is given.
"""

import json
import sys
from pathlib import Path

import django


def main() -> None:
    """Set the installation up, and print what lies where."""
    django.setup()
    from django.db import connection

    from giaoban.actions import installation
    from giaoban.queries import workspace
    from tests.factories.packs import write_pack

    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack")])
    tables = connection.introspection.table_names()
    files = sorted(one.name for one in workspace.home().glob("sealed.sqlite3"))
    told = {"files": files, "main": [one for one in tables if "sealed" in one]}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
