"""Grades and classes as rows of the table, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from frontdesk.domains.grades.model import (
    Change,
    Course,
    Grade,
    Held,
    Label,
    Published,
    Source,
    Stats,
)

# A school year and what people ask about afterwards.
KEEPS = timedelta(days=400)

CLASS = "CLASS"
GRADE, CHANGE, TOLD = "GRADE#", "CHANGE#", "TOLD#"

type Row = dict[str, Any]


def student(roll: str) -> str:
    return f"STUDENT#{roll}"


def class_key(file: str) -> dict[str, str]:
    return {"pk": CLASS, "sk": f"FILE#{file}"}


def _in_key(part: str) -> str:
    """A part of a sort key that "#" separates: instead of one, a control character, which no name has."""
    return part.replace("#", "\x01")


def grade_key(grade: Grade, source: Source) -> dict[str, str]:
    subject, test = map(_in_key, grade.course)
    sk = f"{GRADE}{subject}#{test}#{source.file}#{source.version}#{source.chunk:05}"
    return {"pk": student(grade.roll), "sk": sk}


def grade_row(grade: Grade, source: Source) -> Row:
    return {**grade_key(grade, source), **_grade(grade), "line": grade.line, "loaded": source.loaded}


def held(row: Mapping[str, Any]) -> Held:
    _, _, _, file, version, chunk = row["sk"].split("#")
    roll = row["pk"].partition("#")[2]
    return Held(_from_grade(roll, row), Source(file, version, row["loaded"], int(chunk)))


def change_key(change: Change) -> dict[str, str]:
    subject, test = map(_in_key, change.now.course)
    sk = f"{CHANGE}{change.source.loaded}#{subject}#{test}#{change.source.file}"
    return {"pk": student(change.now.roll), "sk": sk}


def told_key(change: Change) -> dict[str, str]:
    key = change_key(change)
    return {"pk": key["pk"], "sk": key["sk"].replace(CHANGE, TOLD, 1)}


def expires(change: Change) -> int:
    """When a change is forgotten: the epoch second KEEPS after its file came."""
    return int((datetime.fromisoformat(change.source.loaded) + KEEPS).timestamp())


def change_row(change: Change) -> Row:
    return {
        **change_key(change),
        "was": _grade(change.was),
        "now": _grade(change.now),
        "version": change.source.version,
        "expires": expires(change),
    }


def change(row: Mapping[str, Any]) -> Change:
    _, loaded, _, _, file = row["sk"].split("#")
    roll = row["pk"].partition("#")[2]
    source = Source(file, row["version"], loaded)
    return Change(_from_grade(roll, row["was"]), _from_grade(roll, row["now"]), source)


def _grade(grade: Grade) -> Row:
    return {
        "name": grade.name,
        "subject": grade.subject.title,
        "test": grade.test.title,
        "points": grade.points,
        "outOf": grade.out_of,
        "letter": grade.letter,
        "date": grade.date,
    }


def _from_grade(roll: str, row: Mapping[str, Any]) -> Grade:
    return Grade(
        roll,
        row["name"],
        Label.of(row["subject"]),
        Label.of(row["test"]),
        Decimal(row["points"]),
        Decimal(row["outOf"]),
        row["letter"],
        row["date"],
        row.get("line", 0),
    )


def published_row(published: Published) -> Row:
    return {
        **class_key(published.source.file),
        "version": published.source.version,
        "loaded": published.source.loaded,
        "key": published.key,
        "object": published.object,
        "base": published.base,
        "settled": published.settled,
        "report": published.report,
        "rows": published.rows,
        "rejected": published.rejected,
        "students": published.students,
        "overall": _stats(published.overall),
        "courses": [
            {
                "subject": course.subject.title,
                "test": course.test.title,
                "date": course.date,
                **_stats(course.stats),
            }
            for course in published.courses
        ],
    }


def published(row: Mapping[str, Any]) -> Published:
    courses = [
        Course(Label.of(each["subject"]), Label.of(each["test"]), each["date"], _from_stats(each))
        for each in row["courses"]
    ]
    return Published(
        Source(row["sk"].partition("#")[2], row["version"], row["loaded"]),
        row["key"],
        row["object"],
        row["base"],
        row["settled"],
        row["report"],
        row["rows"],
        row["rejected"],
        row["students"],
        _from_stats(row["overall"]),
        courses,
    )


def _stats(stats: Stats) -> Row:
    return {
        "count": stats.count,
        "total": stats.total,
        "percents": stats.percents,
        "outOf": stats.out_of,
        "zeros": stats.zeros,
        "letters": dict(stats.letters),
        "spread": " ".join(f"{value}:{count}" for value, count in sorted(stats.spread.items())),
        "coarse": stats.coarse,
    }


def _from_stats(row: Mapping[str, Any]) -> Stats:
    pairs = (pair.split(":") for pair in row["spread"].split())
    return Stats(
        row["count"],
        Decimal(row["total"]),
        Decimal(row["percents"]),
        None if row["outOf"] is None else Decimal(row["outOf"]),
        row["zeros"],
        row["letters"],
        {Decimal(value): int(count) for value, count in pairs},
        row["coarse"],
    )
