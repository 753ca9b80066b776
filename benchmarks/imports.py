"""`make bench-import`: what a cold start of each function costs, in instructions and CPU time.

Instructions are counted by valgrind's cachegrind, over those of a bare interpreter, on what would be deployed
and with an AWS that refuses: they are the same at every run. CPU time is the median of five.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence

from tools.gates import packages
from tools.packages import PYTHON, Package

# Millions of instructions, from the performance budgets.
BARS = {"alexa_skill": 1_000, "lex_bot": 850}
CACHEGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
RUNS = 5


def instructions(command: Sequence[str], package: Package | None = None) -> float:
    """Millions of instructions that a command takes."""
    environment = dict(package.environment()) if package else None
    done = subprocess.run(
        [*CACHEGRIND, *command], env=environment, capture_output=True, text=True, check=True
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if not found:
        raise ValueError("cachegrind did not say how many instructions there were")
    return int(found[1].replace(",", "")) / 1e6


def cpu_ms(package: Package) -> float:
    """Milliseconds of CPU that the import takes, the interpreter's own start left out."""
    script = f"import time\na = time.process_time()\nimport handlers.{package.function.module}\n"
    script += "print(1000 * (time.process_time() - a), file=sys.__stdout__)"
    command, environment = package.command(script), dict(package.environment())
    times = [
        float(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
        for _run in range(RUNS)
    ]
    return statistics.median(times)


def main() -> int:
    """Prints a table; the exit code says whether the bars are kept."""
    if not shutil.which("valgrind"):
        print("valgrind is not installed: it counts the instructions", file=sys.stderr)
        return 1
    bare = instructions([str(PYTHON), "-I", "-c", "import sys"])
    print(f"{'function':20} {'M instructions':>15} {'bar':>6} {'CPU ms':>8}")
    over = False
    for package in packages():
        name = package.function.module
        cost = instructions(package.command(f"import handlers.{name}"), package) - bare
        over |= cost > BARS.get(name, float("inf"))
        print(f"{name:20} {cost:15.0f} {BARS.get(name, ''):>6} {cpu_ms(package):8.0f}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
