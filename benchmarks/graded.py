"""What came of a file of scores, beside what the file says."""

from __future__ import annotations

import csv
import io
import json
from itertools import batched, groupby
from typing import Any

from benchmarks import scores
from frontdesk.aws.items import from_item
from frontdesk.domains.grades.model import Grade, Published
from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.store import rows as table_rows
from simulator import desk


class Graded:
    """A desk's grades, as they are there."""

    def __init__(self, here: desk.Desk) -> None:
        self.s3, self.bucket = here.client("s3"), here.outputs["SchoolBucket"]
        self.dynamodb, self.table = here.client("dynamodb"), here.outputs["StudentsTable"]

    def wrong(self, published: Published, expected: scores.Class, count: int) -> list[str]:
        """What is not as a file of that many rows says: class, report, table, or what was set aside."""
        overall = published.overall
        found = {
            "rows": (published.rows, expected.rows),
            "rejected": (published.rejected, len(expected.set_aside)),
            "students": (published.students, expected.students),
            "total": (overall.total, expected.total),
            "zeros": (overall.zeros, expected.zeros),
            "letters": (dict(overall.letters), dict(expected.letters)),
            "lines set aside": (self._set_aside(published), sorted(expected.set_aside)),
            "rows of the report": (self._same_in_report(published, count), True),
            "rows of the table": (self._same_in_table(published, count), True),
        }
        return [what for what, (is_, should) in found.items() if is_ != should]

    def _set_aside(self, published: Published) -> list[int]:
        prefix = shelf.errors(published.key, published.source, "x").removesuffix("x.jsonl")
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
        bodies = (self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in keys)
        return sorted(json.loads(line)["line"] for body in bodies for line in body.splitlines())

    def _same_in_report(self, published: Published, count: int) -> bool:
        body = self.s3.get_object(Bucket=self.bucket, Key=f"{published.report}class.csv")["Body"].read()
        there = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
        return [_of_report(row) for row in there] == [
            _of_row(row) for row in scores.rows(count) if _good(row)
        ]

    def _same_in_table(self, published: Published, count: int) -> bool:
        """Every row of every student, 50 students a call; who is in the file twice is who came first."""
        good = (row for row in scores.rows(count) if _good(row))
        students = (tuple(group) for _, group in groupby(good, key=lambda row: row.roll))
        for some in batched(students, 50, strict=False):
            marks = ", ".join("?" * len(some))
            answer = self.dynamodb.execute_statement(
                Statement=f'SELECT * FROM "{self.table}" WHERE pk IN [{marks}]',  # nosec B608
                Parameters=[{"S": table_rows.student(str(group[0].roll))} for group in some],
            )
            held = [table_rows.held(from_item(item)) for item in answer["Items"]]
            mine = [each for each in held if each.source.file == published.source.file]
            mine.sort(key=lambda each: (each.source.chunk, each.grade.line), reverse=True)
            there = {(each.grade.roll, each.grade.subject.key): _of_grade(each.grade) for each in mine}
            if set(there.values()) != {_of_row(row) for group in some for row in group}:
                return False
        return True


def _good(row: scores.Row) -> bool:
    return row.bad is None


def _of_row(row: scores.Row) -> tuple[int, str, int, str]:
    return row.roll, row.subject, row.points, row.letter


def _of_grade(grade: Grade) -> tuple[int, str, int, str]:
    return int(grade.roll), grade.subject.key, int(grade.points), grade.letter


def _of_report(row: dict[str, Any]) -> tuple[int, str, int, str]:
    return int(row["rollNo"]), row["subject"], int(row["testScore"]), row["grade"]
