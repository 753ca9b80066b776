"""`python -m simulator run|up|down`; the Makefile calls it."""

from __future__ import annotations

import signal
import sys


def main(command: str) -> int:
    """Runs a command; the exit code."""
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # imports take half a second: ctrl-C has nothing to close yet
    from simulator.commands import obey

    signal.signal(signal.SIGINT, signal.default_int_handler)
    return obey(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
