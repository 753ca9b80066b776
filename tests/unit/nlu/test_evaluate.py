"""`make nlu`: the figures, and what it says about files that it cannot use."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.nlu.__main__ import main
from simulator.nlu.evaluate import BadLine, Case, evaluate, read_cases, report
from simulator.nlu.understood import Expected, Heard, Understood, Value


class Fixed:
    """Understands "grade …" and nothing else."""

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        if not text.startswith("grade"):
            return Understood("AMAZON.FallbackIntent", 0.0)
        subject = Heard("maths", "math", (Value("MATH", "math"),))
        return Understood("MyGrade", 0.9, {"subject": subject} if "maths" in text else {})


def test_recall_false_accepts_and_slots_are_counted() -> None:
    score = evaluate(
        Fixed(),
        [
            Case("grade", "MyGrade"),
            Case("grade in maths", "MyGrade", {"subject": "math"}),
            Case("grade in maths", "MyGrade", {"subject": "MATH"}),
            Case("grade in maths", "MyGrade", {"subject": "algebra"}),
            Case("grade in maths", "MyGrade", {}),
            Case("marks", "MyGrade"),
            Case("where is my truck", "WhereIsTruck"),
            Case("grade of steel", None),
            Case("weather", None),
            Case("music", "Fallback"),
        ],
    )
    assert (score.understood.total(), score.asked.total(), score.recall) == (5, 7, 5 / 7)
    assert (len(score.accepted), score.foreign, score.false_accepts) == (1, 3, 1 / 3)
    assert (score.slots_right, score.slots) == (2, 4)
    assert [case.text for case, _ in score.missed] == ["marks", "where is my truck"]
    assert score.asked["MyGrade"] == 6
    text = "\n".join(report(score))
    assert "71.4%" in text
    assert "'grade of steel': nothing → MyGrade" in text.replace("  →", " →")


def test_nothing_to_measure_is_no_division_by_zero() -> None:
    score = evaluate(Fixed(), [])
    assert (score.recall, score.false_accepts) == (0, 0)
    assert list(report(score))


def write(path: Path, *lines: Any) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[]", "a line is"),
        ({"text": "x"}, "a line is"),
        ({"intent": "x"}, "a line is"),
        ({"text": 7, "intent": None}, "a line is"),
        ({"text": "x", "intent": 7}, "intent is a name or null"),
        ({"text": "x", "intent": "y", "slots": []}, "slots an object"),
    ],
)
def test_a_bad_line_is_named_by_its_number(line: Any, says: str, tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", {"text": "fine", "intent": None}, "", line)
    with pytest.raises(BadLine, match=rf"x\.jsonl:3: .*{says}"):
        list(read_cases(path))


def test_a_byte_order_mark_is_passed_over_and_other_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "hi", "intent": "AMAZON.HelpIntent"}')
    assert list(read_cases(path)) == [Case("hi", "Help")]
    path.write_text("{}", "utf-16")
    with pytest.raises(BadLine, match="not UTF-8"):
        list(read_cases(path))


@pytest.mark.parametrize("channel", ["alexa", "lex"])
def test_the_generated_models_are_measured(
    channel: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        tmp_path / "x.jsonl",
        {"text": "how did I do in algebra then", "intent": "MyGrade", "slots": {"subject": "algebra"}},
        {"text": "what's the weather", "intent": None},
    )
    assert main([str(path), "--channel", channel]) == 0
    out = capsys.readouterr().out
    assert "understood       1 of 1      100.0%" in out
    assert "accepted         0 of 1        0.0%" in out
    assert "a turn" in out


def test_an_intent_that_there_is_not_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "x.jsonl", {"text": "where is blue seven", "intent": "TruckWhere"})
    assert main([str(path)]) == 0
    assert capsys.readouterr().err == "there is no intent TruckWhere; see interactionModels/intents.yaml\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([""], "which sentences?"),
        (["no/such.jsonl"], "no/such.jsonl: No such file"),
        (["{file}", "--model", "no/such.json"], "no/such.json: No such file"),
        (["{file}", "--model", "{file}"], "cannot be read as a model"),
        (["{file}", "--channel", "lex", "--locale", "de-DE"], "no locale de-DE"),
        (["{file}", "--locale", "xx-XX"], "alexa has no locale xx-XX; it has en-US"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "x.jsonl", {"text": "a", "intent": None}, {"text": "b", "intent": None})
    assert main([argument.format(file=path) for argument in arguments]) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1
