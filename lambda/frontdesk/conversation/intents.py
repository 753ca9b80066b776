"""What can be asked, and the values of slot types. Generated from interactionModels/; do not edit."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.conversation.contract import Intent

INTENTS: Mapping[str, Intent] = {}

# locale → slot type → a value or synonym in lower case → the id of its value
VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {}
