"""The API's OpenAPI document, from which come its routes and what each of them takes.

A route's parameters, headers and body are checked by functions that fastjsonschema makes of the document's
schemas, once, when the function starts; docs/decisions/0081 weighs that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import fastjsonschema

from frontdesk.aws.http_api import Problem, Request
from frontdesk.errors import NotFound

FILE = Path(__file__).with_name("openapi.json")
METHODS = ("get", "put", "post", "delete", "patch")
# Bytes of a body, but for an import's.
LONGEST = 100_000

type Schema = Mapping[str, Any]
type Check = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. route: as API Gateway names it ("GET /customers/{id}"). scopes: any of them will do.

    path, query, headers: the checks of its parameters. body: of its JSON, None where it has none. kinds: the
    content types that its JSON may have. numbers: the query's whole numbers.
    """

    id: str
    route: str
    scopes: tuple[str, ...]
    path: Check
    query: Check
    headers: Check
    header_names: tuple[str, ...]
    body: Check | None
    kinds: tuple[str, ...]
    numbers: frozenset[str]

    def parameters(self, request: Request) -> dict[str, Any]:
        """The query and the headers of a request, checked. Raises Problem, and NotFound for an id that none
        has."""
        if mistake(self.path, request.event.get("pathParameters") or {}):
            raise NotFound
        given: dict[str, Any] = dict(request.event.get("queryStringParameters") or {})
        for name in self.numbers & given.keys():
            given[name] = _number(given[name])
        checked(self.query, given, "/query")
        sent = request.headers
        headers = {name: sent[name.lower()] for name in self.header_names if name.lower() in sent}
        if "If-Match" in self.header_names and "If-Match" not in headers:
            raise Problem(HTTPStatus.PRECONDITION_REQUIRED, "Send If-Match with the ETag that you have read.")
        checked(self.headers, headers, "/headers")
        return given | headers

    def content(self, request: Request) -> Any:
        """The JSON of a request, checked. Raises Problem."""
        body = request.json(LONGEST, self.kinds)
        assert self.body is not None
        checked(self.body, body)
        return body


def checked(check: Check, value: Any, place: str = "") -> None:
    """Raises Problem with what is wrong with a value, and where; never the value itself."""
    if found := mistake(check, value, place):
        raise Problem(HTTPStatus.BAD_REQUEST, "The request is not as /openapi.json says.", [found])


def mistake(check: Check, value: Any, place: str = "") -> dict[str, str] | None:
    """What is wrong with a value, {"pointer", "reason"}; None where nothing is."""
    try:
        check(value)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # JSON can spell half a character ("\\ud800"), which is no text
        return {"pointer": place, "reason": "must have whole characters only"}
    except fastjsonschema.JsonSchemaValueException as wrong:
        steps = [step for step in wrong.path[1:] if step]
        return {"pointer": "/".join([place, *steps]), "reason": _reason(wrong)}
    return None


def _reason(wrong: fastjsonschema.JsonSchemaValueException) -> str:
    """In words of the document alone."""
    match wrong.rule:
        case "required":
            missing = [name for name in wrong.rule_definition if name not in wrong.value]
            return f"must have {', '.join(missing)}"
        case "additionalProperties":
            known = ", ".join(wrong.definition.get("properties", ()))
            return f"must have no other members than {known}" if known else "must be empty"
        case "pattern":  # a schema that has one says what it is for
            return f"is not {wrong.definition['title']}"
        case rule:
            return f"{rule} must be {json.dumps(wrong.rule_definition)}"


def load() -> dict[str, Any]:
    """The document."""
    document: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return document


def compiled(document: Schema, schema: Schema) -> Check:
    """The check that a schema of the document asks for."""
    check: Check = fastjsonschema.compile(
        inlined(document, schema), use_default=False, detailed_exceptions=True
    )
    return check


def inlined(document: Schema, node: Any) -> Any:
    """A schema with what it refers to in it: to look through all of the document would take its time."""
    if isinstance(node, dict):
        return {name: inlined(document, value) for name, value in followed(document, node).items()}
    return [inlined(document, each) for each in node] if isinstance(node, list) else node


def operations(document: Schema) -> Iterator[Operation]:
    """Every operation of the document."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(document, f"{method.upper()} {path}", item, item[method])


def _operation(document: Schema, route: str, item: Schema, spec: Schema) -> Operation:
    parameters = [
        followed(document, each) for each in (*item.get("parameters", ()), *spec.get("parameters", ()))
    ]
    path, query, headers = (
        {each["name"]: each["schema"] for each in parameters if each["in"] == place}
        for place in ("path", "query", "header")
    )
    needed = [each["name"] for each in parameters if each["in"] == "header" and each.get("required")]
    content = spec.get("requestBody", {}).get("content", {})
    kinds = tuple(kind for kind in content if kind.endswith("json"))
    closed = {"type": "object", "additionalProperties": False}
    return Operation(
        spec["operationId"],
        route,
        tuple(scope for each in spec["security"] for scope in each["signedIn"]),
        compiled(document, {"type": "object", "properties": path}),
        compiled(document, {**closed, "properties": query}),
        compiled(document, {**closed, "properties": headers, "required": needed}),
        tuple(headers),
        compiled(document, content[kinds[0]]["schema"]) if kinds else None,
        kinds,
        frozenset(name for name, schema in query.items() if schema.get("type") == "integer"),
    )


def followed(document: Schema, node: Schema) -> Schema:
    """What a local reference of the document points to; anything else as it is."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def _number(text: str) -> int | str:
    try:
        return int(text) if len(text) < 20 and text.isascii() else text
    except ValueError:
        return text
