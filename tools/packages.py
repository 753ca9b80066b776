"""What each function is deployed with, laid out as on AWS: its code, and its layers' Python folders.

`make check` imports every handler from it in a bare interpreter; the benchmarks count instructions in it.
"""

from __future__ import annotations

import io
import os
import platform
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.templates import ROOT, Function

PYTHON = ROOT / ".frontdesk" / "tools" / "runtime" / "bin" / "python"
LAID_OUT = ROOT / ".frontdesk" / "packages"
ARCH = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def build(target: str) -> Path:
    """What lambda/Makefile makes of a resource, where SAM would find it."""
    folder = LAID_OUT / target
    subprocess.run(["rm", "-rf", folder], check=True)
    folder.mkdir(parents=True)
    command = ["make", "-s", "-C", "lambda", f"build-{target}", f"ARTIFACTS_DIR={folder}", f"ARCH={ARCH}"]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@dataclass(frozen=True, slots=True)
class Package:
    """A function's code and layers, unpacked."""

    function: Function
    code: Path
    layers: tuple[Path, ...]

    @property
    def zip_mb(self) -> float:
        """The size of all that a cold start fetches, zipped, in MB."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            for folder in (self.code, *self.layers):
                for path in (path for path in folder.rglob("*") if path.is_file()):
                    file.write(path, path.relative_to(folder))
        return len(packed.getvalue()) / 1e6

    def command(self, script: str) -> list[str]:
        """Runs a script in the bare interpreter with this package on its path, as bootstrap does on AWS."""
        path = [str(self.code), *(str(layer / "python") for layer in self.layers)]
        return [str(PYTHON), "-I", "-c", f"import sys; sys.path[:0] = {path!r}\n{script}"]

    def environment(self) -> Mapping[str, str]:
        """The template's variables as far as they are known before a deployment; an AWS that refuses."""
        return {
            **self.function.variables,
            "PATH": os.environ["PATH"],
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
