"""The source is read strictly: what YAML would take silently is refused with the place where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.tongues import TWO_TONGUES
from tools.models.source import Source, SourceError, load


def written(folder: Path, **texts: str) -> Source:
    """A source of one locale; a key is a file in it, or `intents`."""
    (folder / "en-US").mkdir()
    texts = {"intents": "intents: {}", "desk": "locale: {invocation: front desk}"} | texts
    for name, text in texts.items():
        (folder / ("" if name == "intents" else "en-US") / f"{name}.yaml").write_text(text)
    return load(folder)


def test_a_word_is_a_word_even_where_yaml_has_other_plans(tmp_path: Path) -> None:
    source = written(tmp_path, grades="utterances:\n  No:\n    - no\n    - off\n    - 12:30\n  Yes: [yes, 1]")
    assert source.locales[0].utterances == {"No": ["no", "off", "12:30"], "Yes": ["yes", "1"]}


def test_both_locales_of_the_fixture_are_read() -> None:
    source = load(TWO_TONGUES)
    assert [locale.name for locale in source.locales] == ["de-DE", "en-US"]
    german = source.locales[0]
    assert german.types["Dish"]["soup"] == ["suppe", "brühe"]
    assert german.slot("OrderLunch", "dish").prompt == "Was möchtest du essen?"
    assert german.slot("OrderLunch", "day").prompt is None


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            {"intents": "intents:\n  A: {domain: d, asks: pin}\n  A: {domain: d, asks: pin}"},
            "'A' is there twice",
        ),
        ({"intents": "intents:\n  A: {domain: d, asks: everyone}"}, "intents.A.asks"),
        ({"intents": "intents:\n  A: {domain: d, asks: pin, slotz: {}}"}, "intents.A.slotz"),
        ({"grades": "utterances: {A: [one, two]}\nutterance: {B: [three]}"}, "utterance\n"),
        ({"grades": "utterances: {A: one}"}, "utterances.A"),
        ({"grades": "utterances: {A: [one]}", "trucks": "utterances: {A: [two]}"}, "are in grades.yaml too"),
        ({"grades": "utterances: [unclosed"}, "grades.yaml"),
        ({"desk": "utterances: {}"}, "no file says `locale:`"),
        ({"grades": "locale: {invocation: other desk}"}, "says `locale:` again"),
    ],
)
def test_what_is_no_source_is_refused(tmp_path: Path, texts: dict[str, str], message: str) -> None:
    with pytest.raises(SourceError, match=".yaml|en-US") as refusal:
        written(tmp_path, **texts)
    assert message in str(refusal.value)
