"""The document itself: as JSON, and as a page for people."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import JSON, Answer
from frontdesk.domains.customers.api.asked import Asked
from frontdesk.domains.customers.api.document import METHODS, followed

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h2{border-top:1px solid #ccc;padding-top:1rem}code,pre{background:#f4f4f4;border-radius:3px}"
    "pre{padding:.6rem;overflow:auto}td,th{text-align:left;padding:.1rem 1rem .1rem 0;vertical-align:top}"
    "@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}code,pre{background:#2a2a2a}}"
)
# Nothing is fetched from anywhere, and nothing runs.
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class About:
    document: Mapping[str, Any]

    def works(self) -> Mapping[str, Callable[[Asked], Answer]]:
        """operationId → what does it."""
        return {"getDocument": self.json, "getPage": self.page}

    def json(self, asked: Asked) -> Answer:
        body = json.dumps(self.document, ensure_ascii=False)
        return {"statusCode": HTTPStatus.OK.value, "headers": dict(JSON), "body": body}

    def page(self, asked: Asked) -> Answer:
        return {"statusCode": HTTPStatus.OK.value, "headers": dict(HEADERS), "body": render(self.document)}


def render(document: Mapping[str, Any]) -> str:
    """The document as HTML."""
    info = document["info"]
    operations = [
        line
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
        for line in _operation(document, f"{method.upper()} {path}", item, item[method])
    ]
    schemas = [
        line
        for name, schema in document["components"]["schemas"].items()
        for line in (f'<h3 id="{_e(name)}">{_e(name)}</h3>', f"<pre>{_e(_pretty(schema))}</pre>")
    ]
    lines = [
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_e(info["title"])}</title>',
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>',
        f"<h1>{_e(info['title'])} {_e(info['version'])}</h1>",
        *(f"<p>{_e(paragraph)}</p>" for paragraph in info["description"].split("\n\n")),
        '<p><a href="openapi.json">openapi.json</a></p>',
        *operations,
        "<h2>Schemas</h2>",
        *schemas,
    ]
    return "\n".join(lines) + "</html>\n"


def _operation(
    document: Mapping[str, Any], route: str, item: Mapping[str, Any], spec: Mapping[str, Any]
) -> Iterator[str]:
    yield f'<h2 id="{_e(spec["operationId"])}"><code>{_e(route)}</code></h2>'
    yield f"<p>{_e(spec['description'])}</p>"
    scopes = [scope for each in spec["security"] for scope in each["signedIn"]]
    yield f"<p>Scope: {' or '.join(f'<code>{_e(scope)}</code>' for scope in scopes) or 'none'}</p>"
    parameters = [
        followed(document, each) for each in (*item.get("parameters", ()), *spec.get("parameters", ()))
    ]
    if parameters:
        cells = [(each["name"], f"{each['in']}. {each['description']}") for each in parameters]
        yield _table(cells)
    for kind, content in spec.get("requestBody", {}).get("content", {}).items():
        yield f"<p>Body: <code>{_e(kind)}</code></p>"
        for example in content.get("examples", {}).values():
            value = followed(document, example)["value"]
            yield f"<pre>{_e(value if isinstance(value, str) else _pretty(value))}</pre>"
    answers = [
        (status, followed(document, each)["description"]) for status, each in spec["responses"].items()
    ]
    yield _table(answers)


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><th><code>{_e(name)}</code><td>{_e(text)}" for name, text in rows)
    return f"<table>{cells}</table>"


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _e(text: str) -> str:
    return html.escape(text)
