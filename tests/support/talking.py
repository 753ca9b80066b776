"""Speaking to the deployed desk, as `make talk` does."""

from __future__ import annotations

from simulator.people import PEOPLE
from simulator.place import here
from simulator.talk.opening import conversation
from simulator.talk.options import Options


def say(who: str, channel: str, *sentences: str) -> list[str]:
    """What the desk answers somebody through a channel, sentence by sentence."""
    talk = conversation(Options(None, channel, "en-US", PEOPLE[who], json=False), here())
    answers = [talk.say(sentence) for sentence in sentences]
    assert not any(answer.problems for answer in answers)
    return [" ".join(answer.lines) for answer in answers]
