"""What is passed over because no word tells of it is not there; and how much work learning is, by counts."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.nlu.evaluate import read_cases
from simulator.nlu.grammar import Grammar
from simulator.nlu.kinds import MOMENTS, NUMERIC
from simulator.nlu.language import language
from simulator.nlu.local import LocalNlu
from simulator.nlu.sight import Sight, Span
from tests.support.sized_model import DATA, understanding

ALEXA, LEX = understanding("alexa"), understanding("lex")
SAID = [case.text for name in ("dev", "test") for case in read_cases(DATA / f"{name}.jsonl")]
TELLING = "oh double two second half past eve a dozen 10:30 on the of third may 7 am"


def values(nlu: LocalNlu, text: str, everywhere: bool) -> Mapping[str, tuple[Span, ...]]:
    """The values of every type; everywhere: looked for whatever the words tell of."""
    sight = nlu.types.look(nlu.language.read(text))
    types = {*NUMERIC, *MOMENTS, *nlu.types.catalogues, *nlu.types.patterns}
    if everywhere:
        vars(sight)["_told"] = frozenset(types)
    return {name: sight.spans(name) for name in types}


@pytest.mark.parametrize("nlu", [ALEXA, LEX], ids=["alexa", "lex"])
def test_where_no_word_tells_of_a_value_there_is_none(nlu: LocalNlu) -> None:
    for text in [*SAID, *nlu.language.foreign]:
        assert values(nlu, text, everywhere=False) == values(nlu, text, everywhere=True)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(TELLING.split()), max_size=7))
@example(["oh"] * 4)
@example(["half", "a", "dozen"])
def test_nor_where_words_of_numbers_and_moments_are_mixed(words: list[str]) -> None:
    text = " ".join(words)
    assert values(LEX, text, everywhere=False) == values(LEX, text, everywhere=True)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@example("what's up at 7 p. m. don\u2019t-know")
def test_split_gives_the_words_that_read_does(text: str) -> None:
    assert language("en-US").split(text) == language("en-US").read(text).words


@pytest.mark.parametrize("nlu", [ALEXA, LEX], ids=["alexa", "lex"])
def test_few_samples_are_looked_at_closely(nlu: LocalNlu, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[str] = Counter()
    for owner, name in ((Sight, "_find"), (Grammar, "matches")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name), name, counts))
    examples = sum(1 for _ in nlu.examples())
    assert examples > 5000
    assert counts["_find"] < 1.5 * examples  # of some twenty types each
    assert counts["matches"] < 3 * examples


def counted(work: Callable[..., Any], name: str, counts: Counter[str]) -> Callable[..., Any]:
    def counting(*arguments: Any) -> Any:
        counts[name] += 1
        return work(*arguments)

    return counting
