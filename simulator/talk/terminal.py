"""The conversation on the screen: recited from a script, or typed with history and editing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from simulator.talk.heard import Conversation, Heard


def recite(conversation: Conversation, sentences: Iterable[str], envelopes: bool) -> bool:
    """Says sentences one after another and prints the conversation; whether every turn was answered."""
    answered = True
    for sentence in sentences:
        print(f"you: {sentence}", flush=True)
        heard = conversation.say(sentence)
        show(heard, envelopes)
        answered = answered and not heard.problems
    return answered


def converse(conversation: Conversation, history: Path, envelopes: bool) -> None:
    """A conversation that somebody types, until Ctrl-C or Ctrl-D. history: the file that keeps it."""
    from prompt_toolkit import PromptSession  # slow to load, and not for scripts

    from simulator.talk.history import Remembered

    kept = Remembered(history)
    session: PromptSession[str] = PromptSession(history=kept)
    try:
        while True:
            text = session.prompt("you: ").strip()
            if text:
                heard = conversation.say(text)
                if not heard.secret:
                    kept.remember(text)
                show(heard, envelopes)
    except (EOFError, KeyboardInterrupt):
        print()
    conversation.leave()


def show(heard: Heard, envelopes: bool) -> None:
    """Prints what came back; problems go to the standard error."""
    if envelopes:
        for request, response in heard.envelopes:
            print(f"request: {json.dumps(request, ensure_ascii=False)}")
            print(f"response: {json.dumps(response, ensure_ascii=False)}")
    for line in heard.lines:
        print(f"desk: {line}")
    if heard.card:
        print(f"card: {heard.card}")
    if not heard.open:
        print("(the session is over)")
    sys.stdout.flush()
    for problem in heard.problems:
        print(f"not answered: {problem}", file=sys.stderr, flush=True)
