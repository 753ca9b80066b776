"""How much is understood of sentences that are in no sample, and how little of what is not for the desk.

test.jsonl was written apart from the samples and is never tuned on; dev.jsonl is what choices were made by.
"""

import pytest

from simulator.nlu.evaluate import evaluate, read_cases
from simulator.nlu.local import LocalNlu
from tests.support.drafts import DATA
from tests.support.understandings import ALEXA, LEX

RECALL, FALSE_ACCEPTS, SLOTS = 0.9, 0.03, 0.95


@pytest.mark.parametrize("nlu", [ALEXA, LEX], ids=["alexa", "lex"])
@pytest.mark.parametrize("name", ["dev", "test"])
def test_the_bars(nlu: LocalNlu, name: str) -> None:
    score = evaluate(nlu, list(read_cases(DATA / f"{name}.jsonl")))
    assert score.asked.total() >= 280
    assert score.foreign >= 190
    assert score.recall >= RECALL
    assert score.false_accepts <= FALSE_ACCEPTS
    assert score.slots_right / score.slots >= SLOTS


def test_no_sentence_of_the_bars_is_a_sample() -> None:
    own = {sample.words for group in ALEXA.samples.own.values() for sample in group}
    amazon = {sample.words for group in ALEXA.samples.amazon.values() for sample in group}
    foreign = {ALEXA.language.read(line).words for line in ALEXA.language.foreign}
    cases = [case for name in ("dev", "test") for case in read_cases(DATA / f"{name}.jsonl")]
    read = {ALEXA.language.read(case.text).words for case in cases}
    assert len(read) == len(cases)
    assert not read & (own | amazon | foreign)
