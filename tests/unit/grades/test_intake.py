"""Uploads, good and useless: what is taken, what is refused with its reason, and what is left alone."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote_plus

import pytest

from frontdesk.domains.grades.events.intake import upload
from frontdesk.errors import Rejected
from tests.support.school import School


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # the same in every worker


GOOD = "rollNo,name,testScore\n1,Ann,50\n2,Bea,60\n"


def points(school: School) -> dict[str, int]:
    return {roll: int(grade.points) for roll in ("1", "2", "3") for grade in school.grades(roll)}


@pytest.mark.parametrize(
    "key", ["scores/my class+1.csv", "scores/Größe/クラス.csv", "scores/100% & more.csv"]
)
def test_keys_come_quoted(key: str) -> None:
    school = School()
    record = school.upload(GOOD, key)
    record["s3"]["object"]["key"] = quote_plus(key, safe="/")
    school.settle()
    assert points(school) == {"1": 50, "2": 60}
    published = school.published(key)
    assert published is not None
    assert published.key == key


@pytest.mark.parametrize(
    "key",
    [
        "reports/x/class.csv",
        "errors/x.jsonl",
        "parts/f/v/00000.tsv",
        "work/f/v.lines",
        "scores/",
        "scores/a/",
    ],
)
def test_our_own_objects_and_folders_are_no_uploads(key: str) -> None:
    school = School()
    assert upload(school.upload(GOOD, key)) is None


def test_nothing_that_we_write_is_below_the_prefix_that_triggers() -> None:
    school = School()
    school.upload(packed(GOOD.encode() + b"3,Cid,x\n"))
    school.settle()
    written = {key.split("/")[0] for key in school.objects.keys("")}
    assert written == {"scores", "work", "parts", "errors", "reports"}
    assert list(school.objects.keys("scores/")) == ["scores/class.csv"]


@pytest.mark.parametrize(
    "record", [{}, {"s3": {}}, {"s3": {"object": {"key": "scores/a.csv"}}}, {"s3": None}]
)
def test_a_record_that_is_none_is_poison(record: dict[str, object]) -> None:
    with pytest.raises(Rejected) as rejected:
        upload(record)
    assert rejected.value.reason == "not_an_upload"


@pytest.mark.parametrize("sequencer", ["", "xyz", "0" * 33])
def test_a_sequencer_that_is_none_is_poison(sequencer: str) -> None:
    record = School().upload(GOOD)
    record["s3"]["object"]["sequencer"] = sequencer
    with pytest.raises(Rejected):
        upload(record)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"rollNo,testScore\n", "no_rows"),
        (b"name,mark\nAnn,5\n", "columns_missing"),
        (b"rollNo,testScore\n1,x\n2,-5\n", "no_good_row"),
        (b"[]", "empty"),
        (b"{}\n", "no_good_row"),
        (b"\x89PNG\r\n\x1a\n", "not_text"),
        (packed(bytes(3_000_000)), "grows_too_much"),
        (b"rollNo,testScore\n" + b"1,5\n" * 300_000, "too_large"),
    ],
)
def test_a_useless_file_is_refused_with_its_reason_and_replaces_nothing(data: bytes, reason: str) -> None:
    school = School()
    school.upload(GOOD)
    school.settle()
    before = school.published()
    school.upload(data)
    school.settle()
    assert school.refused() == reason
    assert [why for _, why in school.parked] == [reason]  # an alarm tells whoever looks at no row
    assert points(school) == {"1": 50, "2": 60}
    assert school.published() == before


def test_after_a_useless_version_a_good_one_is_taken() -> None:
    school = School()
    for data in (GOOD, "", GOOD.replace("50", "55")):
        school.upload(data)
        school.settle()
    assert points(school) == {"1": 55, "2": 60}


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        packed(GOOD.encode()),
        GOOD.replace(",", ";").replace("\n", "\r\n").encode(),
        json.dumps([{"rollNo": 1, "testScore": 50}, {"rollNo": "2", "testScore": "60"}], indent=2).encode(),
        b'{"rollNo":"1","testScore":50}\n{"rollNo":2,"testScore":60.0}',
    ],
    ids=["bom", "utf-16", "gzip", "semicolons", "array", "lines"],
)
def test_files_of_every_shape_are_taken(data: bytes) -> None:
    school = School()
    school.upload(data)
    school.settle()
    assert points(school) == {"1": 50, "2": 60}
    assert school.set_aside() == []


def test_an_object_that_is_gone_is_refused() -> None:
    school = School()
    school.upload(GOOD)
    school.objects.versions.clear()
    school.settle()
    assert school.refused() == "object_gone"
    assert school.published() is None


def test_a_chunk_whose_object_is_gone_is_parked_and_the_file_refused() -> None:
    school = School()
    school.upload(GOOD)
    school.deliver(*school.waiting.pop())
    school.objects.versions.clear()
    school.settle()
    assert school.parked == [("chunk", "object_gone")]
    assert school.refused() == "object_gone"


def test_a_student_who_is_twice_in_a_file_has_the_first_and_the_other_is_set_aside() -> None:
    """Once within a chunk, and once in chunks that cannot know of each other."""
    school = School(chunk=50)
    school.upload("rollNo,name,testScore\n1,Ann,50\n2,Bea,60\n1,Ann,51\n" + "3,Cid,70\n" * 4 + "2,Bea,61\n")
    school.settle()
    assert points(school) == {"1": 50, "2": 60, "3": 70}
    published = school.published()
    assert published is not None
    assert (published.rows, published.rejected, published.students) == (3, 5, 3)
    twice = [json.loads(line) for line in school.set_aside()]
    assert sorted(each["line"] for each in twice) == [4, 6, 7, 8, 9]
    assert {each["reason"] for each in twice} == {"student_twice"}
    assert published.overall.total == 180


def test_bad_rows_are_set_aside_with_their_line_and_the_good_ones_are_done() -> None:
    school = School(chunk=40)
    rows = [f"{n},Name {n},{'oops' if n % 7 == 0 else n}\n" for n in range(1, 60)]
    school.upload("rollNo,name,testScore\n" + "".join(rows))
    school.settle()
    aside = [json.loads(line) for line in school.set_aside()]
    assert [each["line"] for each in aside] == [n + 1 for n in range(7, 60, 7)]
    assert {each["reason"] for each in aside} == {"not_a_number"}
    published = school.published()
    assert published is not None
    assert (published.rows, published.rejected) == (51, 8)


def test_a_chunk_message_that_is_none_is_parked() -> None:
    school = School()
    for poison in ({}, [], {"task": "Chunk", "source": {}}, {"task": "Retire"}, None):
        school.deliver("chunk", poison)
    assert school.parked == [("chunk", "not_a_task")] * 5
