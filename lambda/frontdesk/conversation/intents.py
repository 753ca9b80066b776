"""What can be asked, and the values of slot types. Generated from interactionModels/; do not edit."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.conversation.contract import Intent

INTENTS: Mapping[str, Intent] = {
    "Hello": Intent("desk", "anyone", {}),
    "Help": Intent("desk", "anyone", {}),
    "Repeat": Intent("desk", "anyone", {}),
    "StartOver": Intent("desk", "anyone", {}),
    "Stop": Intent("desk", "anyone", {}),
    "Cancel": Intent("desk", "anyone", {}),
    "NavigateHome": Intent("desk", "anyone", {}),
    "Fallback": Intent("desk", "anyone", {}),
    "Yes": Intent("desk", "anyone", {}),
    "No": Intent("desk", "anyone", {}),
    "VerifyPin": Intent("accounts", "linked", {"pin": "AMAZON.FOUR_DIGIT_NUMBER"}),
    "MyGrade": Intent("grades", "linked", {"subject": "Subject"}),
    "ClassStanding": Intent("grades", "pin", {"subject": "Subject"}),
    "ClassAverage": Intent("grades", "anyone", {"subject": "Subject"}),
    "GradeChanges": Intent("grades", "linked", {}),
}

# locale → slot type → the id of a value → what it is called when it is said back
NAMES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "en-US": {"Subject": {"math": "math", "algebra": "algebra", "history": "history"}}
}

# locale → slot type → a value or synonym in lower case → the ids of what it may mean, best first
VALUES: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "en-US": {
        "Subject": {
            "math": ("math",),
            "maths": ("math",),
            "mathematics": ("math",),
            "algebra": ("algebra",),
            "basic algebra": ("algebra",),
            "history": ("history",),
            "world history": ("history",),
        }
    }
}
