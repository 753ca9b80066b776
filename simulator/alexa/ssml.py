"""SSML as a device reads it: whether it is well-formed, and the words that somebody would hear."""

from __future__ import annotations

import re
from xml.etree import ElementTree

# Prefixes that Amazon's own elements use without declaring them (<amazon:effect>, <alexa:name>).
_NAMESPACES = ("amazon", "alexa")
# Elements that Alexa speaks; any other is refused (Alexa Skills Kit, SSML reference).
_ELEMENTS = frozenset(
    (
        *("speak", "audio", "break", "emphasis", "lang", "mark", "p", "phoneme", "prosody", "s", "say-as"),
        *("sub", "voice", "w", "amazon:domain", "amazon:effect", "amazon:emotion", "alexa:name"),
    )
)
_DEPTH = 20  # more than speech has any use for
_PAUSES = frozenset(("p", "s", "break", "audio"))


class BadSsml(ValueError):
    """The markup is not what a device would speak; the message says why."""


def words(ssml: str) -> str:
    """The text that is heard, white space collapsed; `<sub alias>` is heard as its alias.

    Raises BadSsml where the markup is not well-formed, has no <speak> around it, or uses an unknown element.
    """
    if not re.match(r"\s*<speak[\s/>]", ssml):  # also keeps out a DOCTYPE, and with it any entity
        raise BadSsml("the SSML does not begin with <speak>")
    declared = " ".join(f'xmlns:{prefix}="{prefix}:"' for prefix in _NAMESPACES)
    try:
        # The desk's own answer, and expat resolves nothing outside of it.
        root = ElementTree.fromstring(ssml.replace("<speak", f"<speak {declared}", 1))  # nosec B314
    except ElementTree.ParseError as error:
        raise BadSsml(f"the SSML is not well-formed ({error})") from None
    return re.sub(r"\s+", " ", "".join(_heard(root))).strip()


def _heard(element: ElementTree.Element, depth: int = 1) -> list[str]:
    if depth > _DEPTH:
        raise BadSsml("the SSML is nested too deeply")
    name = re.sub(r"^\{(\w+):\}", r"\1:", element.tag)
    if name not in _ELEMENTS:
        raise BadSsml(f"the SSML has an element that Alexa does not speak: {name}")
    if name == "sub":
        return [element.get("alias", "")]
    parts = [element.text or ""]
    for child in element:
        parts += [*_heard(child, depth + 1), child.tail or ""]
    return [" ", *parts, " "] if name in _PAUSES else parts
