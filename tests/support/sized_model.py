"""A model of full size that stays as it is, in both channels' generated form; and what understands it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from simulator.nlu.local import LocalNlu, alexa_nlu, lex_nlu
from tools.models import alexa, bot
from tools.models.source import Source, load

DATA = Path(__file__).parents[1] / "data/nlu"
TODAY = date(2026, 11, 23)  # a Monday


@cache
def source() -> Source:
    """The model's source, as interactionModels/ would hold it."""
    return load(DATA / "models")


@cache
def alexa_model() -> dict[str, Any]:
    """As skill-package/interactionModels/custom/en-US.json would be."""
    models = source()
    return alexa.model(models, next(locale for locale in models.locales if locale.name == "en-US"))


@cache
def lex_bot() -> dict[str, Any]:
    """As stacks/lex.yaml would be, parsed."""
    return bot.template(source())


@cache
def understanding(channel: str) -> LocalNlu:
    """What understands it in "alexa" or "lex", on the day TODAY."""
    if channel == "alexa":
        return alexa_nlu(alexa_model(), "en-US", lambda: TODAY)
    return lex_nlu(lex_bot(), "en-US", lambda: TODAY)
