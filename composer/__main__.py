"""`python -m composer` and the command `thread`."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    from composer.cli.exits import run
    from composer.cli.main import cli

    run(cli)


if __name__ == "__main__":
    main()
