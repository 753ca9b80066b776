"""The Lex bot is what Lex V2 takes, by the service's own model; `make check` asks CloudFormation's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.lexv2 import faults, requests
from tests.support.tongues import TWO_TONGUES
from tools.models import bot
from tools.models.source import load

ROOT = Path(__file__).parents[2]
STACK = yaml.load((ROOT / "stacks/lex.yaml").read_text("utf-8"), yaml.CSafeLoader)
IN_TWO_LANGUAGES = bot.template(load(TWO_TONGUES))


@pytest.mark.parametrize("template", [STACK, IN_TWO_LANGUAGES], ids=["the desk", "two languages"])
def test_every_part_is_a_request_that_lex_takes(template: dict[str, Any]) -> None:
    parts = [
        (shape, part)
        for locale in template["Resources"]["Bot"]["Properties"]["BotLocales"]
        for shape, part in requests(locale)
    ]
    assert {shape for shape, _ in parts} == {
        "CreateBotLocaleRequest",
        "CreateSlotTypeRequest",
        "CreateIntentRequest",
        "CreateSlotRequest",
    }
    assert [fault for shape, part in parts for fault in faults(part, shape)] == []


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ({"intentName": "Lunch__Order"}, "does not match"),
        ({"intentName": "a" * 101}, "is not between 1 and 100"),
        ({"utterances": []}, "utterances: unknown"),
        ({"sampleUtterances": [{"text": "lunch"}]}, "[0].utterance: missing"),
        ({"dialogCodeHook": {"enabled": "yes"}}, "'yes' is no boolean"),
    ],
)
def test_the_referee_sees_what_lex_refuses(part: dict[str, Any], fault: str) -> None:
    sound = {"intentName": "Lunch", "botId": "ABCDEFGHIJ", "botVersion": "DRAFT", "localeId": "en_US"}
    assert faults(sound, "CreateIntentRequest") == []
    assert any(fault in found for found in faults(sound | part, "CreateIntentRequest"))


def test_the_stack_is_small_enough_for_a_template() -> None:
    # CloudFormation takes 1 MB from S3, which is where nested stacks come from.
    assert (ROOT / "stacks/lex.yaml").stat().st_size < 1_000_000
