"""The desk's interaction model enlarged by drafts of domains to come, in both channels' generated form."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tools.models import alexa, bot
from tools.models.source import Source, load

_ROOT = Path(__file__).parents[2]
_REAL = _ROOT / "interactionModels"
DATA = _ROOT / "tests/data/nlu"


@cache
def source() -> Source:
    """interactionModels/ and the drafts of domains that it does not have yet."""
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(folder) / "models"
        shutil.copytree(_REAL, merged)
        contract = (_REAL / "intents.yaml").read_text("utf-8")
        for path in sorted((DATA / "drafts/en-US").glob("*.yaml")):
            if not (_REAL / "en-US" / path.name).exists():
                shutil.copy(path, merged / "en-US")
                contract += (DATA / "drafts/contract" / path.name).read_text("utf-8").split("intents:\n")[1]
        (merged / "intents.yaml").write_text(contract, "utf-8")
        return load(merged)


@cache
def alexa_model() -> dict[str, Any]:
    """As skill-package/interactionModels/custom/en-US.json would be."""
    models = source()
    return alexa.model(models, next(locale for locale in models.locales if locale.name == "en-US"))


@cache
def lex_bot() -> dict[str, Any]:
    """As stacks/lex.yaml would be, parsed."""
    return bot.template(source())
