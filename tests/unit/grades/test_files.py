"""Files of every shape: what they begin with, how they are made lines, and where they are cut."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.grades.service.layout import LONGEST_LINE, Beginning, Layout, beginning
from frontdesk.domains.grades.service.plan import LONGEST_TAIL, Range, ranges
from frontdesk.errors import Rejected
from frontdesk.unpacking import is_packed, unpack

CSV = "rollNo,name,testScore\n1,Ann,50\n2,Bée,60\n"
MB = 1 << 20


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # the same in every worker


def blocks(data: bytes, size: int = 64) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def lines_of(data: bytes, size: int = 64) -> list[str]:
    return b"".join(unpack(blocks(data, size), 10 * MB, LONGEST_LINE)).decode().splitlines()


# --- how they begin --------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("names", [("rollNo", "name", "testScore"), ("Roll No", "NAME", "test_score")])
def test_a_header_is_known_by_any_spelling_and_delimiter(names: tuple[str, ...], delimiter: str) -> None:
    header = delimiter.join(names).encode() + b"\r\n"
    columns = ("rollno", "name", "testscore")
    assert beginning(header + b"1") == Beginning(Layout(delimiter, columns), len(header), 2)


def test_columns_that_are_not_ours_are_passed_over() -> None:
    assert beginning(b'"testScore",shoe size,"rollNo"\n').layout == Layout(",", ("testscore", "", "rollno"))


def test_a_byte_order_mark_and_empty_lines_come_before_the_first() -> None:
    assert beginning(b"\xef\xbb\xbf\n\nrollNo,testScore\n1,2\n") == Beginning(
        Layout(",", ("rollno", "testscore")), 22, 4
    )
    assert beginning(b'\xef\xbb\xbf {"rollNo":1}\n') == Beginning(Layout(), 3, 1)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \n\n", "empty"),
        (b"rollNo,testScore", "no_rows"),
        (b"rollNo,testScore\r1,2\r", "no_line_ends"),
        (b"x" * 70_000, "no_line_ends"),
        (b"name,grade\nAnn,5\n", "columns_missing"),
        (b"rollNo,testScore,Test Score\n1,2,3\n", "column_twice"),
        (b"r\xf8llNo,testScore\n1,2\n", "not_text"),
        (b"PK\x03\x04\x14\xff\n", "not_text"),
    ],
)
def test_what_is_no_file_of_scores_is_refused_with_the_reason(head: bytes, reason: str) -> None:
    with pytest.raises(Rejected) as refused:
        beginning(head)
    assert refused.value.reason == reason


# --- made lines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_lines_of_utf_8_are_not_packed(encoding: str) -> None:
    assert not is_packed(CSV.encode(encoding))
    assert not is_packed(b'{"rollNo": 1}\n')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("size", [7, 64, MB])
def test_utf_16_becomes_lines_of_utf_8(encoding: str, size: int) -> None:
    data = CSV.encode(encoding)
    assert is_packed(data)
    assert lines_of(data, size) == CSV.splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_gzip_becomes_lines(encoding: str) -> None:
    data = packed(CSV.encode(encoding))
    assert is_packed(data)
    assert lines_of(data, 5) == CSV.splitlines()


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["rollNo", "name", "more"]),
            st.text(max_size=8) | st.integers() | st.lists(st.none(), max_size=2),
        ),
        max_size=6,
    ),
    st.sampled_from([None, 1]),
    st.integers(1, 40),
)
def test_an_array_becomes_a_line_an_element(
    rows: list[dict[str, object]], indent: int | None, size: int
) -> None:
    data = json.dumps(rows, indent=indent, ensure_ascii=False).encode()
    assert is_packed(data)
    assert [json.loads(line) for line in lines_of(data, size) if line.strip()] == rows


def test_a_bad_element_of_an_array_costs_only_itself() -> None:
    data = b'[{"rollNo":1}, {"rollNo":oops}, 7, {"rollNo":"],["}]'
    assert lines_of(data) == ['{"rollNo":1}', '{"rollNo":oops}', "7", '{"rollNo":"],["}']


@pytest.mark.parametrize(
    "text", [CSV.replace("\n", "\r"), f"{CSV}\0", f"x\0{CSV}", CSV.replace(",", "\0", 2)]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_old_line_ends_and_a_nul_are_read_as_they_are_meant(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert is_packed(data) is ("\n" not in text or encoding != "utf-8")
    assert lines_of(data) == text.splitlines()


LONG = {
    "a string": '{"a":"' + "x" * 3 * MB + '"}',
    "escapes": '{"a":"' + '\\\\\\"],[{' * (MB // 2) + '"}',
    "strings": json.dumps({"a": ["x"] * (MB // 2)}),
    "objects": json.dumps([{}] * (MB // 2)),
    "blanks": '{"a":1,' + "\n" * 3 * MB + '"b":2}',
    "a number": "1" * 3 * MB,
}


@pytest.mark.parametrize("size", [100_003, MB])
@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
def test_an_element_that_would_fill_a_memory_costs_only_itself(long: str, size: int) -> None:
    data = f'[{{"b":1}},{" " * 3 * MB}{long} ,{{"c":"]"}},{" " * 3 * MB}7]{" " * 3 * MB}'.encode()
    first, middle, *rest = lines_of(data, size)
    assert [first, *rest] == ['{"b":1}', '{"c":"]"}', "7"]
    assert LONGEST_LINE < len(middle) < 2 * MB + LONGEST_LINE
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(middle)


def test_a_bad_byte_in_an_array_is_kept_for_its_row() -> None:
    assert b"".join(unpack([b'[{"name":"\xff"},', b"{}]"], MB, LONGEST_LINE)) == b'{"name":"\xff"}\n{}\n'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed(bytes(50 * MB)), "grows_too_much"),
        (packed(CSV.encode())[:-9], "damaged"),
        (packed(CSV.encode()) * 2, "damaged"),
        (b"\x1f\x8b" + b"no gzip", "damaged"),
        (packed(packed(CSV.encode())), "packed_twice"),
        (CSV.encode("utf-16")[:-1], "not_text"),
        (b'[{"rollNo":1}', "damaged"),
        (b'[{"rollNo":1},{"rollNo":2}}', "damaged"),
        (b'[{"rollNo":1},{"rollNo":2]}', "damaged"),
        (b'[{"rollNo":1}]{"rollNo":2}', "damaged"),
        (b'[{"rollNo":1}],[{"rollNo":2}]', "damaged"),
        (b'[{"rollNo":"1}]' + b" " * 2 * MB, "damaged"),
        (b'[{"rollNo":1}]' + b" " * 2 * MB + b"x", "damaged"),
    ],
)
def test_what_cannot_be_unpacked_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Rejected) as refused:
        list(unpack(blocks(data, 65_536), 10 * MB, LONGEST_LINE))
    assert refused.value.reason == reason


def test_a_bomb_is_seen_before_it_has_gone_off() -> None:
    given_out = 0
    with pytest.raises(Rejected):
        for piece in unpack(blocks(packed(bytes(200 * MB)), 65_536), 300 * MB, LONGEST_LINE):
            given_out += len(piece)
    assert given_out < 30 * MB


# --- cut -------------------------------------------------------------------------------------------------


@given(st.lists(st.binary(max_size=30).map(lambda raw: raw.replace(b"\n", b"")), max_size=40), st.data())
def test_ranges_are_the_file_and_end_on_line_ends(rows: list[bytes], data: st.DataObject) -> None:
    ends = data.draw(st.booleans(), "the last line ends")
    file = b"header\n" + b"\n".join(rows) + (b"\n" if ends and rows else b"")
    size, block = data.draw(st.integers(1, 200), "size"), data.draw(st.integers(1, 50), "block")
    cut = list(ranges(blocks(file, block), 7, 2, size))
    assert b"".join(file[each.start : each.end] for each in cut) == file[7:]
    for each, following in zip(cut, cut[1:], strict=False):
        assert each.end == following.start
        assert file[each.end - 1 : each.end] == b"\n"
        assert each.end - each.start >= size
        assert b"\n" not in file[each.start + size - 1 : each.end - 1], "cut at the first line end"
    for each in cut:
        assert each.line == file.count(b"\n", 0, each.start) + 1


def test_a_file_of_one_chunk() -> None:
    assert list(ranges([b"h\n1,2\n"], 2, 2, MB)) == [Range(2, 6, 2)]
    assert list(ranges([b"h\n"], 2, 2, MB)) == []


def test_a_line_that_would_fill_a_memory_costs_only_itself() -> None:
    file = [b"h\n1\n", *[bytes(MB)] * 9, b"\n2\n", bytes(MB), b"\n", *[bytes(MB)] * 6]
    most = MB + LONGEST_TAIL
    after = 5 + 9 * MB
    assert list(ranges(file, 2, 2, MB)) == [
        Range(2, 2 + most, 2),
        Range(after, after + MB + 3, 4),
        Range(after + MB + 3, after + MB + 3 + most, 6),
    ]
    assert len(list(ranges([b"h\n", bytes(LONGEST_TAIL - MB), b"\n"], 2, 2, MB))) == 1
