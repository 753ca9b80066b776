"""Serves the embedded AWS until it is told to stop, or until whoever started it is gone.

Its settings are ministack's environment variables; see `process.py`.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from ministack.app import main

from simulator import remembered
from simulator.emulator.patches import apply


def stop_when_orphaned() -> None:
    """Stops when standard input ends: the desk holds its other end. In order, unless the state is still
    sealed: nothing was done with it yet, and saving it would break the seal."""
    sys.stdin.read()
    sealed = remembered.is_sealed(Path(os.environ.get("STATE_DIR", "aws")).parent)
    os.kill(os.getpid(), signal.SIGKILL if sealed else signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=stop_when_orphaned, daemon=True).start()
    apply()
    main()
