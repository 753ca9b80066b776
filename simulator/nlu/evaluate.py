"""How well the understanding does on written sentences: recall, false accepts, slots, misses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simulator.nlu.model import canonical
from simulator.nlu.understood import Nlu, Understood

_SHOWN = 40  # misses listed of each kind
_FALLBACK = "Fallback"


class BadLine(ValueError):
    """A line of the file is not {text, intent or null, slots?}."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and what it means: an intent (None: not for the desk) and its slots, where given."""

    text: str
    intent: str | None
    slots: Mapping[str, str] | None = None


@dataclass
class Score:
    """What came out. Each miss is (case, what was understood)."""

    asked: Counter[str] = field(default_factory=Counter)
    understood: Counter[str] = field(default_factory=Counter)
    foreign: int = 0
    slots: int = 0
    slots_right: int = 0
    missed: list[tuple[Case, Understood]] = field(default_factory=list)
    accepted: list[tuple[Case, Understood]] = field(default_factory=list)
    misread: list[tuple[Case, Understood]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the desk's own sentences whose intent was found; 0 where there were none."""
        return self.understood.total() / max(self.asked.total(), 1)

    @property
    def false_accepts(self) -> float:
        """The share of foreign sentences that were taken for an intent."""
        return len(self.accepted) / max(self.foreign, 1)


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a JSON Lines file; empty lines are passed over. Raises BadLine, OSError."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadLine(f"{path} is not UTF-8 text") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _case(line, f"{path}:{number}")


def _case(line: str, where: str) -> Case:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadLine(f"{where}: this is not JSON") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "intent" not in row:
        raise BadLine(f"{where}: a line is {{text, intent or null, slots?}}")
    intent, slots = row["intent"], row.get("slots")
    if not isinstance(intent, str | None) or not isinstance(slots, dict | None):
        raise BadLine(f"{where}: intent is a name or null, slots an object of names and values")
    values = {str(name): str(value) for name, value in slots.items()} if slots is not None else None
    return Case(row["text"], canonical(intent) if intent else None, values)


def evaluate(nlu: Nlu, cases: Sequence[Case]) -> Score:
    """Put every sentence to the understanding, each as the first of a session."""
    score = Score()
    for case in cases:
        heard = nlu.understand(case.text)
        intent = canonical(heard.intent)
        if case.intent in (None, _FALLBACK):
            score.foreign += 1
            if intent != _FALLBACK:
                score.accepted.append((case, heard))
            continue
        score.asked[case.intent] += 1
        if intent != case.intent:
            score.missed.append((case, heard))
            continue
        score.understood[case.intent] += 1
        _slots(score, case, heard)
    return score


def _slots(score: Score, case: Case, heard: Understood) -> None:
    if case.slots is None:
        return
    right = sum(_same(value, heard, name) for name, value in case.slots.items())
    surplus = len(heard.slots.keys() - case.slots.keys())
    score.slots += len(case.slots) + surplus
    score.slots_right += right
    if right < len(case.slots) or surplus:
        score.misread.append((case, heard))


def _same(value: str, heard: Understood, name: str) -> bool:
    slot = heard.slots.get(name)
    if slot is None:
        return False
    meanings = {slot.text, slot.value or slot.text, *(match.id for match in slot.matches[:1])}
    return value.casefold() in {meaning.casefold() for meaning in meanings}


def report(score: Score) -> Iterator[str]:
    """The lines to print."""
    total = score.asked.total()
    yield f"understood  {score.understood.total():>6} of {total:<6} {score.recall:6.1%}"
    yield f"accepted    {len(score.accepted):>6} of {score.foreign:<6} {score.false_accepts:6.1%}  (foreign)"
    if score.slots:
        yield f"slots       {score.slots_right:>6} of {score.slots:<6} {score.slots_right / score.slots:6.1%}"
    if total:
        yield ""
        yield f"{'intent':24} {'asked':>6} {'found':>6} {'recall':>7}"
    for intent, asked in sorted(score.asked.items()):
        yield f"{intent:24} {asked:6} {score.understood[intent]:6} {score.understood[intent] / asked:7.1%}"
    for title, misses in (
        ("missed", score.missed),
        ("accepted, foreign", score.accepted),
        ("slots", score.misread),
    ):
        if misses:
            yield ""
            yield f"{title}:"
            yield from (_miss(case, heard) for case, heard in misses[:_SHOWN])
            if len(misses) > _SHOWN:
                yield f"  … and {len(misses) - _SHOWN} more"


def _miss(case: Case, heard: Understood) -> str:
    slots = " ".join(f"{name}={slot.value or slot.text!r}" for name, slot in heard.slots.items())
    wanted = " ".join(f"{name}={value!r}" for name, value in (case.slots or {}).items())
    found = f"{heard.intent} {heard.confidence:.2f} {slots}".rstrip()
    return f"  {case.text!r}: {case.intent or 'nothing'} {wanted} → {found}"
