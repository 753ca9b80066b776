"""Serves the embedded AWS until it is told to stop, or until whoever started it is gone.

Its settings are ministack's environment variables; see `process.py`.
"""

import os
import signal
import sys
import threading

from ministack.app import main

from simulator.emulator.patches import apply


def stop_when_orphaned() -> None:
    """Stops in order when standard input ends: the desk holds its other end."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=stop_when_orphaned, daemon=True).start()
    apply()
    main()
