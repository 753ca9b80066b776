"""The processes of a desk's functions on this machine: their CPU time, and an end to one of them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

_TICK = os.sysconf("SC_CLK_TCK")


def running(aws_url: str) -> Iterator[tuple[int, str]]:
    """Process id and function name of each environment of an embedded AWS."""
    endpoint = f"AWS_ENDPOINT_URL={aws_url}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes().split(b"\0")
        except OSError:  # somebody else's, or gone
            continue
        if endpoint in variables:
            for each in variables:
                if each.startswith(b"AWS_LAMBDA_FUNCTION_NAME="):
                    yield int(process.name), each.partition(b"=")[2].decode()


def seconds(pid: int) -> float:
    """CPU time of a process so far, in s; 0 where it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICK


class Watch:
    """CPU time of some functions while this is open; so many working processes of one are killed on the way.

    functions: their logical ids. every: s between two kills.
    """

    def __init__(
        self, aws_url: str, functions: Sequence[str], victims: str = "", kills: int = 0, every: float = 5.0
    ) -> None:
        self._aws_url, self._functions = aws_url, functions
        self._victims, self._left, self._every = victims, kills, every
        self._start: dict[int, float] = {}
        self._last: dict[int, float] = {}
        self._names: dict[int, str] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.killed = 0

    def __enter__(self) -> Watch:
        self._look()
        self._start = dict(self._last)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        self._look()

    @property
    def cpu(self) -> Mapping[str, float]:
        """CPU seconds by function."""
        used = dict.fromkeys(self._functions, 0.0)
        for pid, last in self._last.items():
            used[self._names[pid]] += last - self._start.get(pid, 0.0)
        return used

    @property
    def total(self) -> float:
        """CPU seconds of all of them."""
        return sum(self.cpu.values())

    def _look(self) -> None:
        for pid, name in self._running():
            self._names[pid] = name
            self._last[pid] = max(seconds(pid), self._last.get(pid, 0.0))

    def _running(self) -> Iterator[tuple[int, str]]:
        """The processes of these functions, by the logical ids."""
        for pid, name in running(self._aws_url):
            if function := next((each for each in self._functions if each in name), ""):
                yield pid, function

    def _watch(self) -> None:
        looks = 0
        while not self._stop.wait(0.5):
            before = dict(self._last)
            self._look()
            looks += 1
            if self._left and looks * 0.5 >= self._every and self._kill(before):
                looks = 0

    def _kill(self, before: Mapping[int, float]) -> bool:
        """Ends one of the victims that has worked since the look before; whether there was one."""
        for pid, name in self._running():
            if name == self._victims and self._last.get(pid, 0.0) > before.get(pid, 0.0):
                os.kill(pid, signal.SIGKILL)
                self._left -= 1
                self.killed += 1
                return True
        return False
