"""A domain is whole: its folder, stack, utterances, phrases and intents are all there and agree."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from frontdesk import app
from frontdesk.app import Tools
from frontdesk.aws.clients import Clients
from frontdesk.aws.keys import Keys
from frontdesk.conversation import basics
from frontdesk.conversation.intents import INTENTS
from frontdesk.settings import Settings
from tests.support import aws

ROOT = aws.ROOT
SOURCE = ROOT / "lambda" / "frontdesk"
DOMAINS = [domain.__name__.rpartition(".")[2] for domain in app.DOMAINS]
LOCALES = [folder.name for folder in (ROOT / "interactionModels").iterdir() if folder.is_dir()]
CONTRACT = yaml.safe_load((ROOT / "interactionModels" / "intents.yaml").read_text())["intents"]
PHRASE_FOLDERS = {"desk": SOURCE / "conversation" / "phrases"} | {
    domain: SOURCE / "domains" / domain / "phrases" for domain in DOMAINS
}


class Anything(dict[str, str]):
    """An environment in which every setting is set."""

    def get(self, key: str, default: str | None = None) -> str:
        return "A:0" if key == "GRADE_SCALE" else "1"


def book(locale: str) -> set[str]:
    return {
        f"{prefix}.{key}"
        for prefix, folder in PHRASE_FOLDERS.items()
        for key in json.loads((folder / f"{locale}.json").read_text())
    }


def test_every_folder_is_a_domain_of_the_desk() -> None:
    folders = {path.parent.name for path in SOURCE.glob("domains/*/__init__.py")}
    assert folders == set(DOMAINS)


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_has_its_stack_and_the_root_deploys_it(domain: str) -> None:
    assert (ROOT / "stacks" / f"{domain}.yaml").is_file()
    root = yaml.load((ROOT / "template.yaml").read_text(), aws.Cfn)["Resources"]  # noqa: S506
    nested = [r for r in root.values() if r["Type"] == "AWS::Serverless::Application"]
    assert f"stacks/{domain}.yaml" in [each["Properties"]["Location"] for each in nested]


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_domain_speaks_every_locale(domain: str, locale: str) -> None:
    assert (ROOT / "interactionModels" / locale / f"{domain}.yaml").is_file()
    assert (PHRASE_FOLDERS[domain] / f"{locale}.json").is_file()
    assert any(intent.domain == domain for intent in INTENTS.values())


def test_every_intent_is_answered_and_nothing_else() -> None:
    settings = Settings(Anything())
    clients = Clients(lambda service: object())
    answered = app.answers(Tools(settings, clients, Keys(clients, "key")))
    for intent in INTENTS:
        assert (intent in basics.ANSWERS) is (INTENTS[intent].domain == "desk")
    assert answered.keys() == {intent for intent in INTENTS if INTENTS[intent].domain != "desk"}
    assert basics.ANSWERS.keys() - INTENTS.keys() == {"Launch"}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_desk_can_say_what_each_domain_offers_and_help_with_each_slot(locale: str) -> None:
    wanted = set()
    for name, intent in CONTRACT.items():
        domain = intent["domain"]
        if domain == "desk":
            continue
        if intent["asks"] == "anyone":
            wanted.add(f"{domain}.can_anyone")
        elif domain != "accounts":
            wanted.add(f"{domain}.can_linked")
        for slot, what in intent.get("slots", {}).items():
            if what.get("elicit"):
                wanted.add(f"{domain}.help_{slot}")
        assert name in INTENTS
    assert wanted <= book(locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_that_the_code_names_exists_and_every_phrase_is_named(locale: str) -> None:
    prefixes = "|".join(PHRASE_FOLDERS)
    named = {
        key
        for path in Path(SOURCE).rglob("*.py")
        for key in re.findall(rf'"((?:{prefixes})\.[a-z_]+)"', path.read_text())
    }
    built = re.compile(r"\.(help_|can_|come_back)")  # keys that the conversation makes of a domain and a slot
    phrases = book(locale)
    assert named - phrases == set()
    assert {f"{intent.domain}.come_back" for intent in INTENTS.values() if intent.stays} <= phrases
    assert {key for key in phrases - named if not built.search(key)} == set()
