"""Understanding on one machine, built from the generated models alone."""

from simulator.nlu.understood import Expected, Heard, Nlu, Understood, Value

__all__ = ["Expected", "Heard", "Nlu", "Understood", "Value"]
