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

# Modules that are imported by the way and never used: botocore's documentation writers, and the ASK SDK's
# clients of Amazon's service APIs. What imports them finds the names that it wants, and nothing behind them.
EMPTIED = {
    "botocore/docs/__init__.py": "DEPRECATED_SERVICE_NAMES: set[str] = set()",
    "botocore/docs/docstring.py": """
class LazyLoadedDocstring(str):
    def __new__(cls, *args, **kwargs):
        return str.__new__(cls)


ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = LazyLoadedDocstring
""",
    "ask_sdk_model/services/service_client_factory.py": "class ServiceClientFactory: ...",
}


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


def slim_endpoints(data: Path) -> None:
    """Leaves, of all the endpoints that AWS has, those of services in use: every client reads the file."""
    models = [json.loads(path.read_text()) for path in data.rglob("service-2.json")]
    used = {model["metadata"]["endpointPrefix"] for model in models} | {"sts"}
    file = data / "endpoints.json"
    endpoints = json.loads(file.read_text())
    for partition in endpoints["partitions"]:
        partition["services"] = {n: each for n, each in partition["services"].items() if n in used}
    file.write_text(json.dumps(endpoints, separators=(",", ":")))


def slim_modules(layer: Path) -> None:
    """Empties the modules that nobody uses. Raises FileNotFoundError where a package has moved one."""
    for name, content in EMPTIED.items():
        (layer / name).stat()
        (layer / name).write_text(content.lstrip() + "\n")


def slim(layer: Path, services: set[str]) -> None:
    """Slims a folder that packages were installed into."""
    slim_models(layer / "botocore" / "data", services)
    slim_endpoints(layer / "botocore" / "data")
    slim_modules(layer)
    for folder in [path for path in layer.rglob("*") if path.name in UNUSED_FOLDERS and path.is_dir()]:
        shutil.rmtree(folder, ignore_errors=True)  # one may lie in another
    for file in [*layer.rglob("*.pyi"), *layer.glob(".lock")]:
        file.unlink()


if __name__ == "__main__":
    slim(Path(sys.argv[1]), set(Path(sys.argv[2]).read_text().split()))
