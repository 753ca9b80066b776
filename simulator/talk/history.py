"""The history of a conversation that is typed: what the up key shows, in a file that only its owner reads."""

from __future__ import annotations

import os
import re
from pathlib import Path

from prompt_toolkit.history import FileHistory

# Four digits in a row, with or without something between them, may be a PIN.
_DIGITS = re.compile(r"\d(?:\W*\d){3}")


class Remembered(FileHistory):
    """Keeps the lines that it is told to keep, and none with four digits."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
        super().__init__(str(path))

    def append_string(self, string: str) -> None:
        """Nothing yet: the prompt calls it for each line, before anybody knows whether it is a secret."""

    def remember(self, line: str) -> None:
        """Keeps a line that has been answered and was no secret."""
        if not _DIGITS.search(line) and self.get_strings()[-1:] != [line]:
            super().append_string(line)
