"""Wiring: the entry point of the command line."""

import os

import django


def main() -> None:
    """Set the installation up and run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
    django.setup()
    from giaoban.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
