"""The conversation on the screen, and the history that it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from simulator.talk.heard import Heard
from simulator.talk.history import Remembered
from simulator.talk.terminal import converse, recite

ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"


class Parrot:
    """Repeats what is said, and takes "my pin" for a secret."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.left = False

    def say(self, text: str) -> Heard:
        self.said.append(text)
        if text == "break":
            return Heard(problems=("it broke",))
        return Heard(
            lines=(f"You said {text}.",),
            card="A card" if text == "card" else "",
            open=text != "bye",
            secret="pin" in text,
            envelopes=(({"text": text}, {"é": 1}),),
        )

    def leave(self) -> None:
        self.left = True


def typed(keys: str, history: Path) -> Parrot:
    parrot = Parrot()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        converse(parrot, history, envelopes=False)
    return parrot


def test_a_script_prints_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    assert recite(Parrot(), ["hello", "card", "bye"], envelopes=False)
    assert capsys.readouterr().out.splitlines() == [
        "you: hello",
        "desk: You said hello.",
        "you: card",
        "desk: You said card.",
        "card: A card",
        "you: bye",
        "desk: You said bye.",
        "(the session is over)",
    ]


def test_a_script_goes_on_after_a_turn_that_was_not_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert not recite(Parrot(), ["break", "hello"], envelopes=False)
    printed = capsys.readouterr()
    assert printed.out.splitlines() == ["you: break", "you: hello", "desk: You said hello."]
    assert printed.err == "not answered: it broke\n"


def test_envelopes_are_printed_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    recite(Parrot(), ["hello"], envelopes=True)
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[1].removeprefix("request: ")) == {"text": "hello"}
    assert lines[2] == 'response: {"é": 1}'


def test_a_typed_conversation_is_edited_and_ends_with_ctrl_d(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parrot = typed(f"helpo\x7f{ENTER}   {ENTER}{ENTER}bye{ENTER}{CTRL_D}", tmp_path / "history")
    assert parrot.said == ["help", "bye"]
    assert parrot.left
    assert "desk: You said help." in capsys.readouterr().out


def test_ctrl_c_leaves_too(tmp_path: Path) -> None:
    assert typed(f"hel{CTRL_C}", tmp_path / "history").left


def test_the_history_is_kept_for_the_next_conversation(tmp_path: Path) -> None:
    history = tmp_path / "state" / "history"
    typed(f"hello{ENTER}{CTRL_D}", history)
    typed(f"help{ENTER}help{ENTER}{CTRL_D}", history)
    assert list(Remembered(history).load_history_strings()) == ["help", "hello"]


def test_a_line_is_there_for_the_up_key_as_soon_as_it_is_kept(tmp_path: Path) -> None:
    kept = Remembered(tmp_path / "history")
    kept.append_string("my pin is a secret")
    kept.remember("hello")
    assert kept.get_strings() == ["hello"]


@pytest.mark.parametrize("secret", ["my pin is a secret", "2468", "it's 2 4 6 8", "two 24-68"])
def test_no_secret_is_kept(tmp_path: Path, secret: str) -> None:
    history = tmp_path / "history"
    parrot = typed(f"hello{ENTER}{secret}{ENTER}{CTRL_D}", history)
    assert parrot.said == ["hello", secret]
    assert list(Remembered(history).load_history_strings()) == ["hello"]
    assert secret not in history.read_text()


def test_the_history_is_its_owners_alone(tmp_path: Path) -> None:
    Remembered(tmp_path / "history")
    assert (tmp_path / "history").stat().st_mode & 0o777 == 0o600
