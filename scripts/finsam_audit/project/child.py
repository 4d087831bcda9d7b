"""dbt as a process that ends with the one that started it: `python -P -m finsam_audit.project.child` and arguments."""

import os
import sys
import threading


def end_with_starter() -> None:
    """Wait until nobody holds the other end of the standard input, then end at once, wherever dbt is.

    A system closes what a process held when it ends, whatever ended it.
    """
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def main() -> None:
    """Run dbt with the arguments of this process."""
    threading.Thread(target=end_with_starter, daemon=True).start()
    # a moment of seconds, in which the starter may end too
    from dbt.cli.main import cli

    cli(prog_name="dbt")


if __name__ == "__main__":
    main()
