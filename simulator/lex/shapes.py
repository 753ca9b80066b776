"""Amazon's own description of the Lex V2 runtime, applied to what clients send and what code hooks answer.

botocore ships the service's model: every length, pattern, enumeration and required member stands there, and
only there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

# A value that could not be resolved has no interpretedValue in the events that Lex itself sends, and a hook
# may send it back so, whatever the model requires.
_MAY_BE_MISSING = frozenset((("Value", "interpretedValue"),))
_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "boolean": (bool,),
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
}


class Shapes:
    """The service's shapes. Reading them takes some 20 ms: make one, and keep it."""

    def __init__(self) -> None:
        self._model = ServiceModel(Loader().load_service_model("lexv2-runtime", "service-2"))

    def faults(self, shape: str, value: object, at: str = "") -> list[str]:
        """What is wrong with a JSON value that should be of a shape ("SessionState"): a sentence a fault,
        with its place and the constraint but not the value. None, as a member, is an absent one."""
        return list(_faults(self._model.shape_for(shape), value, at))


def _faults(shape: Shape, value: object, at: str) -> Iterator[str]:
    kinds = _KINDS.get(shape.type_name, (object,))
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        yield _fault(at, f"be a {shape.type_name}")
    elif isinstance(shape, StructureShape):
        assert isinstance(value, dict)
        yield from _members(shape, value, at)
    elif isinstance(shape, MapShape):
        assert isinstance(value, dict)
        yield from _bounds(shape, value, at)
        for key, member in value.items():
            yield from _faults(shape.key, key, f"{at}.key")
            if member is not None:
                yield from _faults(shape.value, member, f"{at}.{key}.member")
    elif isinstance(shape, ListShape):
        assert isinstance(value, list)
        yield from _bounds(shape, value, at)
        for number, member in enumerate(value, 1):
            yield from _faults(shape.member, member, f"{at}.{number}.member")
    else:
        yield from _bounds(shape, value, at)


def _members(shape: StructureShape, value: Mapping[str, Any], at: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None and (shape.name, name) not in _MAY_BE_MISSING:
            yield _fault(f"{at}.{name}" if at else name, "not be null")
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from _faults(member, value[name], f"{at}.{name}" if at else name)


def _bounds(shape: Shape, value: Any, at: str) -> Iterator[str]:
    limits = shape.metadata
    size, word = (value, "value") if isinstance(value, int | float) else (len(value), "length")
    if "min" in limits and size < limits["min"]:
        yield _fault(at, f"have {word} greater than or equal to {limits['min']}")
    if "max" in limits and size > limits["max"]:
        yield _fault(at, f"have {word} less than or equal to {limits['max']}")
    if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
        yield _fault(at, f"satisfy regular expression pattern: {limits['pattern']}")
    if "enum" in limits and value not in limits["enum"]:
        yield _fault(at, f"satisfy enum value set: [{', '.join(limits['enum'])}]")


def _fault(at: str, constraint: str) -> str:
    return f"Value at '{at}' failed to satisfy constraint: Member must {constraint}"
