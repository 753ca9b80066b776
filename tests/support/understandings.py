"""The understanding of the enlarged model in both channels, on Monday 23 November 2026."""

from __future__ import annotations

from datetime import date

from simulator.nlu.local import alexa_nlu, lex_nlu
from tests.support.drafts import alexa_model, lex_bot

TODAY = date(2026, 11, 23)
ALEXA = alexa_nlu(alexa_model(), "en-US", lambda: TODAY)
LEX = lex_nlu(lex_bot(), "en-US", lambda: TODAY)
