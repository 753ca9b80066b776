"""Who is at the desk, and the one place where real tools are made."""

from __future__ import annotations
