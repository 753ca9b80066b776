"""Understanding on one machine, built from the generated models alone."""

from simulator.nlu.local import alexa_nlu, lex_nlu
from simulator.nlu.understood import Expected, Heard, Nlu, Understood, Value

__all__ = ["Expected", "Heard", "Nlu", "Understood", "Value", "alexa_nlu", "lex_nlu"]
