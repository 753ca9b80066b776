"""Cutting texts to what a channel takes, without cutting words or sentences where that can be helped."""

from __future__ import annotations

import re
from collections.abc import Callable

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def fit(text: str, longest: int, measure: Callable[[str], int] = len) -> str:
    """The text, or as much of it as measures at most `longest`, with "…" where it is cut. A question at its
    end stays: a session that is open for an answer has one.

    measure: the size of a text as the channel counts it; must not shrink as the text grows.
    """
    if measure(text) <= longest:
        return text
    question = question_in(text) if text.endswith("?") else ""
    end = f"… {question}" if question and measure(question) <= longest // 2 else "…"
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if measure(text[:middle] + end) <= longest:
            fits = middle
        else:
            too_long = middle
    cut = text[:fits]
    return (cut.rsplit(None, 1)[0] if " " in cut.strip() else cut) + end


def whole(text: str) -> str:
    """The text with "?" for half characters, which JSON can spell and no answer can be encoded with."""
    return text.encode(errors="replace").decode()


def pieces(text: str, longest: int, most: int) -> list[str]:
    """The text in at most `most` pieces of `longest` characters, cut between sentences if possible."""
    out = [""]
    for sentence in _SENTENCE.split(text):
        for start in range(0, len(sentence), longest):
            part = sentence[start : start + longest]
            joined = f"{out[-1]} {part}".strip()
            if len(joined) <= longest:
                out[-1] = joined
            else:
                out.append(part)
    if len(out) > most:
        out = [*out[: most - 1], fit(" ".join(out[most - 1 :]), longest)]
    return out


def question_in(text: str) -> str:
    """The last question of a text, for a reprompt; the whole text where it asks none."""
    questions = [sentence for sentence in _SENTENCE.split(text) if sentence.endswith("?")]
    return questions[-1] if questions else text
