"""Takes out of a dependency layer what no function uses; run by lambda/Makefile with a bare interpreter.

    python slim_layer.py FOLDER services.txt [PACKAGE …]

FOLDER: what packages were installed into. PACKAGE …: the only ones to leave in it (all, where none is named).
botocore ships the models of 400 services, packed, with their documentation, and the endpoints of all of them
in one file that every client reads: a tenth of a cold start. Left are the services that services.txt names.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

UNUSED_MODELS = ("examples-1", "paginators-1", "waiters-2")
UNUSED_FOLDERS = ("bin", "tests", "__pycache__")
UNUSED_FILES = (
    "*.pyi",
    "py.typed",
    ".lock",
    "RECORD",
    "dateutil-zoneinfo.tar.gz",
)  # Python has zoneinfo itself

# Modules that are imported by the way and never used: botocore's documentation writers, and the ASK SDK's
# clients of Amazon's service APIs. What imports them finds the names that it wants, and nothing behind them.
# See docs/decisions/0005; `make bench-import` measures it.
EMPTIED = {
    "urllib3/http2/__init__.py": "",  # asks for the version of a package that HTTP/2 would want
    "botocore/docs/__init__.py": "DEPRECATED_SERVICE_NAMES: set[str] = set()",
    "botocore/docs/docstring.py": """
class LazyLoadedDocstring(str):
    def __new__(cls, *args, **kwargs):
        return str.__new__(cls)


ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = LazyLoadedDocstring
""",
    # For paginators and waiters, which the desk does without: read when one is asked for.
    "jmespath/__init__.py": """
def compile(expression):
    from jmespath.parser import Parser

    return Parser().parse(expression)


def search(expression, data):
    return compile(expression).search(data)
""",
    "ask_sdk_model/services/service_client_factory.py": "class ServiceClientFactory: ...",
}

# What a module spends most of its time on in a cold start, and what is enough: (text, instead of it).
# urllib3 compiles four times what RFC 3986 says an IPv6 address may be: the resolver will know. botocore
# compares each of its handlers with the former names of all services: {services} are those in use.
CUT = {
    "botocore/hooks.py": (
        "self._event_aliases = EVENT_ALIASES",
        "self._event_aliases = {k: v for k, v in EVENT_ALIASES.items() if {k, v}.intersection({services})}",
    ),
    "urllib3/util/url.py": (
        '_IPV6_PAT = "(?:" + "|".join([x % _subs for x in _variations]) + ")"',
        '_IPV6_PAT = "(?:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)"',
    ),
}


def bare(node: Any) -> Any:
    """A model's JSON with its documentation emptied: botocore wants some of the keys to be there."""
    if isinstance(node, dict):
        return {
            key: "" if key == "documentation" and isinstance(value, str) else bare(value)
            for key, value in node.items()
        }
    return [bare(item) for item in node] if isinstance(node, list) else node


def endpoints(table: dict[str, Any], services: Collection[str]) -> dict[str, Any]:
    """botocore's table of endpoints, of these services only."""
    for partition in table["partitions"]:
        known = partition["services"]
        partition["services"] = {name: known[name] for name in services if name in known}
    return table


def slim_models(data: Path, services: Collection[str]) -> None:
    """Leaves the services in use. Raises LookupError for one that botocore does not know."""
    if missing := set(services) - {folder.name for folder in data.iterdir()}:
        raise LookupError(f"botocore has no service {sorted(missing)}")
    for folder in [path for path in data.iterdir() if path.is_dir()]:
        if folder.name not in services:
            shutil.rmtree(folder)
    for model in data.rglob("*.json*"):
        packed = model.read_bytes()
        model.unlink()
        if model.name.startswith(UNUSED_MODELS):
            continue
        content = bare(json.loads(gzip.decompress(packed) if model.suffix == ".gz" else packed))
        if model.name == "endpoints.json":
            content = endpoints(content, services)
        target = model.with_name(model.name.removesuffix(".gz"))
        target.write_text(json.dumps(content, separators=(",", ":")))


def empty_modules(layer: Path) -> None:
    """Empties the modules that nobody uses. Raises FileNotFoundError where a package has moved one."""
    for name, content in EMPTIED.items():
        module = layer / name
        if (layer / name.split("/")[0]).exists():
            module.stat()
            module.write_text(content.lstrip() + "\n")


def cut_modules(layer: Path, services: Collection[str]) -> None:
    """Cuts modules short, for these services. Raises LookupError where a package has changed what is cut."""
    for name, (text, instead) in CUT.items():
        module = layer / name
        if module.parent.exists():
            source = module.read_text()
            if text not in source:
                raise LookupError(f"{name} no longer has {text}")
            module.write_text(source.replace(text, instead.replace("{services}", repr(sorted(services)))))


def slim(layer: Path, services: Collection[str], packages: Collection[str] = ()) -> None:
    """Slims a folder that packages were installed into."""
    for path in layer.iterdir():
        if packages and path.name not in packages:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if (layer / "botocore").exists():
        slim_models(layer / "botocore" / "data", services)
    empty_modules(layer)
    cut_modules(layer, services)
    for folder in [path for path in layer.rglob("*") if path.name in UNUSED_FOLDERS and path.is_dir()]:
        shutil.rmtree(folder, ignore_errors=True)  # one may lie in another
    for file in [found for pattern in UNUSED_FILES for found in layer.rglob(pattern)]:
        file.unlink()


if __name__ == "__main__":
    slim(Path(sys.argv[1]), Path(sys.argv[2]).read_text().split(), sys.argv[3:])
