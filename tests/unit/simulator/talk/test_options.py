"""What `make talk` can be asked for."""

from __future__ import annotations

import pytest

from simulator.people import PEOPLE
from simulator.talk.options import Options, Unusable, read


def test_without_a_word_maya_speaks_to_alexa() -> None:
    assert read({}) == Options(None, "alexa", "en-US", PEOPLE["maya"], False)
    assert read({"SAY": "", "AS": "", "CHANNEL": "", "LOCALE": "", "JSON": ""}) == read({})


def test_everything_can_be_chosen() -> None:
    chosen = read({"SAY": "help", "AS": "guest", "CHANNEL": "lex", "LOCALE": "en-US", "JSON": "1"})
    assert chosen == Options(("help",), "lex", "en-US", PEOPLE["guest"], True)


@pytest.mark.parametrize(
    ("say", "sentences"),
    [
        ("open front desk; what's my grade", ("open front desk", "what's my grade")),
        (' say "hi" ;; help; ', ('say "hi"', "help")),
    ],
)
def test_semicolons_part_sentences(say: str, sentences: tuple[str, ...]) -> None:
    assert read({"SAY": say}).say == sentences


@pytest.mark.parametrize(("word", "on"), [("1", True), ("yes", True), ("0", False), ("no", False)])
def test_envelopes_can_be_switched_on(word: str, on: bool) -> None:
    assert read({"JSON": word}).json is on


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"AS": "bob"}, "there is no person 'bob' here: try maya or omar or .*guest"),
        ({"CHANNEL": "fax"}, "there is no channel 'fax' here: try alexa or lex"),
        ({"LOCALE": "../en-US"}, "there is no locale '../en-US' here: try .*en-US"),
        ({"SAY": " ; "}, "SAY has no sentence in it"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(environment: dict[str, str], message: str) -> None:
    with pytest.raises(Unusable, match=message):
        read(environment)
