"""What `make load` was asked for, from the environment that make makes of its command line.

FILE         the file to load
KIND         what it holds: scores, patients, customers or events
MAP          our column = the file's, separated by blanks: MAP="testScore=G3 name='Pupil name'"
NUMBER_FROM  the file has no roll numbers, or visit numbers: number its rows from this one on
MAX          the points to be had, where the file has no column for them
SUBJECT      the subject, likewise
TEST         the test, likewise
INVOICES     what customers have paid: points that they begin with
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.desk import Desk
from simulator.load import Unusable
from simulator.load.columns import OF_KIND

USAGE = """make load FILE=scores.csv KIND=scores   or   FILE=patients.csv KIND=patients
                                   or   FILE=events.csv KIND=events
                                   or   FILE=customers.csv KIND=customers
  MAP="testScore=G3 name='Pupil name'"   our columns = the file's, where they have other than usual names
  NUMBER_FROM=1001                  number the rows, where the file has no roll (or visit) numbers
  MAX=20 SUBJECT=math TEST=final    scores: what is the same in all rows, where there is no column for it
  INVOICES=invoices.csv             customers: what they have paid (customerId, total) becomes points"""


@dataclass(frozen=True, slots=True)
class Options:
    """file: what to load. columns: our column → the file's. number_from: the first row's roll number, None
    where the file has its own. fixed: our column → its value in every row. invoices: of customers."""

    file: Path
    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    number_from: int | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    invoices: Path | None = None

    @property
    def changes(self) -> bool:
        """Whether the file is to be written anew before it is loaded, whatever its columns are called."""
        return bool(self.columns or self.fixed) or self.number_from is not None


# What loads a kind of file into a desk; it prints its progress and gives the exit code.
type Loader = Callable[[Options, Desk, Path], int]


def read(environment: Mapping[str, str], kinds: Mapping[str, Loader]) -> Options:
    """The options of an environment. Raises Unusable for a file, kind, column or number that is none."""
    name, kind = environment.get("FILE", ""), environment.get("KIND", "")
    if not name:
        raise Unusable(f"Which file?  {USAGE}")
    if kind not in kinds:
        raise Unusable(f"what is in it? KIND is one of: {', '.join(kinds)}")
    file, paid = Path(name).expanduser(), environment.get("INVOICES", "")
    invoices = Path(paid).expanduser() if paid else None
    for path in filter(None, (file, invoices)):
        if not path.is_file():
            raise Unusable(f"there is no file {path}")
    fixed = {"maxScore": "MAX", "subject": "SUBJECT", "test": "TEST"}
    return Options(
        file,
        kind,
        _columns(environment.get("MAP", ""), OF_KIND[kind]),
        _number(environment.get("NUMBER_FROM", "")),
        {column: environment[flag] for column, flag in fixed.items() if environment.get(flag)},
        invoices,
    )


def _columns(text: str, known: Collection[str]) -> dict[str, str]:
    try:
        pairs = [pair.partition("=") for pair in shlex.split(text)]
    except ValueError as error:
        raise Unusable(f"MAP has a quote that is not closed: {text}") from error
    for ours, equals, theirs in pairs:
        if ours not in known or not theirs:
            pair, first = f"{ours}{equals}{theirs}", next(iter(known))
            raise Unusable(f"MAP has pairs like {first}=G3, of the columns {', '.join(known)}: not {pair!r}")
    return {ours: theirs for ours, _, theirs in pairs}


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise Unusable(f"NUMBER_FROM is the first row's roll number, such as 1001: not {text!r}")
    return int(text)
