"""Takes out of a dependency layer what no function uses; run by lambda/Makefile with a bare interpreter.

botocore ships the models of 400 services, packed, with their documentation: half of what a cold start reads.
Left are the services that lambda/services.txt names: unpacked, bare of prose, without paginators and waiters.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

UNUSED_MODELS = ("examples-1", "paginators-1", "waiters-2")
UNUSED_FOLDERS = ("bin", "tests")


def bare(node: Any) -> Any:
    """A model's JSON without its documentation."""
    if isinstance(node, dict):
        kept = {
            key: value for key, value in node.items() if key != "documentation" or not isinstance(value, str)
        }
        return {key: bare(value) for key, value in kept.items()}
    return [bare(item) for item in node] if isinstance(node, list) else node


def slim_models(data: Path, services: set[str]) -> None:
    """Leaves the services in use. Raises LookupError for one that botocore does not know."""
    if missing := services - {folder.name for folder in data.iterdir()}:
        raise LookupError(f"botocore has no service {sorted(missing)}")
    for folder in [path for path in data.iterdir() if path.is_dir()]:
        if folder.name not in services:
            shutil.rmtree(folder)
    for model in data.rglob("*.json*"):
        if model.name.startswith(UNUSED_MODELS):
            model.unlink()
            continue
        packed = model.suffix == ".gz"
        content = bare(json.loads(gzip.decompress(model.read_bytes()) if packed else model.read_bytes()))
        model.unlink()
        target = model.with_suffix("") if packed else model
        target.write_text(json.dumps(content, separators=(",", ":")))


def slim(layer: Path, services: set[str]) -> None:
    """Slims a folder that packages were installed into."""
    slim_models(layer / "botocore" / "data", services)
    for folder in [path for path in layer.rglob("*") if path.name in UNUSED_FOLDERS and path.is_dir()]:
        shutil.rmtree(folder, ignore_errors=True)  # one may lie in another
    for file in [*layer.rglob("*.pyi"), *layer.glob(".lock")]:
        file.unlink()


if __name__ == "__main__":
    slim(Path(sys.argv[1]), set(Path(sys.argv[2]).read_text().split()))
