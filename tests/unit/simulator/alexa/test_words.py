"""Sentences that invoke the skill, and markup that becomes words."""

from __future__ import annotations

import pytest

from simulator.alexa.invocation import invoker
from simulator.alexa.ssml import BadSsml, words

INVOKER = invoker("front desk", "en-US")


@pytest.mark.parametrize(
    "text",
    [
        "open front desk",
        "Open Front Desk.",
        "Alexa, open front desk",
        "hey alexa launch front desk",
        "alexa please start front desk please",
        "talk to front desk",
        "front desk",
        "  open   front   desk  ",
    ],
)
def test_launching(text: str) -> None:
    found = INVOKER.find(text)
    assert found is not None
    assert found.asks == ""


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("ask front desk what's my grade", "what's my grade"),
        ("Alexa, ask Front Desk what's my grade?", "what's my grade"),
        ("ask front desk for my grade in Algebra", "my grade in Algebra"),
        ("ask front desk to book two tickets", "book two tickets"),
        ("ask front desk if my checkout is finished", "my checkout is finished"),
        ("tell front desk that my pin is 2468", "my pin is 2468"),
        ("tell front desk my pin is 2468", "my pin is 2468"),
        ("open front desk and tell me my grade", "tell me my grade"),
        ("use front desk to book a ticket", "book a ticket"),
        ("ask front desk tomorrow", "tomorrow"),
    ],
)
def test_asking_at_once(text: str, asks: str) -> None:
    found = INVOKER.find(text)
    assert found is not None
    assert found.asks == asks


@pytest.mark.parametrize(
    "text", ["what's my grade", "open the front door", "where is the front desk", "open front desks", ""]
)
def test_other_sentences_invoke_nothing(text: str) -> None:
    assert INVOKER.find(text) is None


@pytest.mark.parametrize(
    ("markup", "heard"),
    [
        ("<speak>Ten.</speak>", "Ten."),
        ("<speak>Rock &amp; &lt;Roll&gt;</speak>", "Rock & <Roll>"),
        ("<speak>You got<break time='1s'/>ten.</speak>", "You got ten."),
        ("<speak><p>One.</p><p>Two.</p>  Three.</speak>", "One. Two. Three."),
        ('<speak>A <say-as interpret-as="digits">12</say-as>!</speak>', "A 12!"),
        ('<speak><sub alias="aluminium">Al</sub> foil</speak>', "aluminium foil"),
        ('<speak><amazon:effect name="whispered">Psst</amazon:effect></speak>', "Psst"),
        ("  <speak version='1.0'>Hi\n there</speak>", "Hi there"),
    ],
)
def test_what_is_heard(markup: str, heard: str) -> None:
    assert words(markup) == heard


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("Ten.", "does not begin with <speak>"),
        ("<p>Ten.</p>", "does not begin with <speak>"),
        ("<speak>Rock & Roll</speak>", "not well-formed"),
        ("<speak><b>Ten</b></speak>", "an element that Alexa does not speak: b"),
        ("<speak>Ten", "not well-formed"),
        ("<speak>" + "<p>" * 990 + "Ten" + "</p>" * 990 + "</speak>", "nested too deeply"),
        ("<speaker>Ten</speaker>", "does not begin with <speak>"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>', "does not begin with <speak>"),
    ],
)
def test_what_no_device_speaks(markup: str, why: str) -> None:
    with pytest.raises(BadSsml, match=why):
        words(markup)
