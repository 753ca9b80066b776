"""Where a desk lives on this machine: its ports and its folder, from the environment.

FRONTDESK_PORT      the simulators and the page (8000)
FRONTDESK_AWS_PORT  the embedded AWS (4566)
FRONTDESK_STATE     what the desk remembers, and its logs (.frontdesk/state)

Another desk beside this one takes other ports and another folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".frontdesk" / "tools"


@dataclass(frozen=True, slots=True)
class Place:
    """One desk's ports and folder."""

    port: int
    aws_port: int
    state: Path

    @property
    def url(self) -> str:
        """Where people find the desk."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def aws_url(self) -> str:
        """Where the embedded AWS answers."""
        return f"http://127.0.0.1:{self.aws_port}"


def here() -> Place:
    """The place that the environment names. Ends the command (SystemExit) for a port that is none."""
    return Place(
        port=_port("FRONTDESK_PORT", "8000"),
        aws_port=_port("FRONTDESK_AWS_PORT", "4566"),
        state=(ROOT / os.environ.get("FRONTDESK_STATE", ".frontdesk/state")).resolve(),
    )


def _port(name: str, usual: str) -> int:
    port = os.environ.get(name, usual)
    if not (port.isdecimal() and 0 < int(port) < 65_536):
        raise SystemExit(f"{name} is a port, 1 to 65535: not {port!r}")
    return int(port)
