"""`python -m composer` and the command `thread`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from composer.cli.exits import run
        from composer.cli.main import cli

        run(cli)
    except KeyboardInterrupt:  # before there was a command that could answer it
        sys.exit(130)


if __name__ == "__main__":
    main()
