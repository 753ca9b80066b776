"""The environment, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping


class Settings:
    """What the template told this function: `settings["STUDENTS_TABLE"]`."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def __getitem__(self, name: str) -> str:
        """The setting's text. Raises LookupError, naming it, where the template forgot it."""
        value = self.values.get(name, "")
        if not value:
            raise LookupError(f"the setting {name} is missing from the function's environment")
        return value

    def get(self, name: str, default: str) -> str:
        """The setting's text, or the default where it is absent or empty."""
        return self.values.get(name) or default


def read() -> Settings:
    """The settings of this process, as they are now."""
    return Settings(dict(os.environ))
