"""What a desk remembers from one run to the next, and when not to trust it.

The embedded AWS saves its state when it is stopped in order. A seal is then put beside it: which ministack
wrote it, and every file's size and time. A state without its seal (a desk that was killed), with other files
than the seal's, or of another ministack, is dropped: the next deployment is a fresh one.
"""

from __future__ import annotations

import json
import shutil
from importlib.metadata import version
from pathlib import Path

from simulator.place import Place

KEPT = ("aws", "s3")


def _seal(place: Place) -> str:
    files = sorted(path for name in KEPT for path in (place.state / name).rglob("*") if path.is_file())
    stats = {str(path.relative_to(place.state)): path.stat() for path in files}
    sizes = {name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}
    return json.dumps({"ministack": version("ministack"), "files": sizes})


def seal(place: Place) -> None:
    """The state was saved, whole."""
    (place.state / "seal").write_text(_seal(place))


def trusted(place: Place) -> bool:
    """Whether a desk may start from the state; False where there was one that it may not: it is dropped."""
    path = place.state / "seal"
    if path.exists() and path.read_text() == _seal(place):
        return True
    remembered = any((place.state / name).exists() for name in KEPT)
    forget(place)
    return not remembered


def is_sealed(state: Path) -> bool:
    """Whether nobody has worked on a state since it was saved. state: the desk's folder."""
    return (state / "seal").exists()


def unseal(place: Place) -> None:
    """An embedded AWS works on the state: until it is stopped in order, nobody may trust it."""
    (place.state / "seal").unlink(missing_ok=True)


def forget(place: Place) -> None:
    """Drops the state, and with it the deployment."""
    for name in KEPT:
        shutil.rmtree(place.state / name, ignore_errors=True)
    for name in ("seal", "deployed"):
        (place.state / name).unlink(missing_ok=True)
