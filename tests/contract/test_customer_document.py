"""The customers' OpenAPI document: sound, and what is deployed is what it says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

from frontdesk.domains.customers.api import document
from frontdesk.domains.customers.api.about import render
from simulator.place import TOOLS
from tests.support.aws import ROOT
from tools.templates import load

REDOCLY = TOOLS / "npm" / "node_modules" / ".bin" / "redocly"
CONFIG = ROOT / "tests" / "support" / "redocly.yaml"
STACK = load(ROOT / "stacks" / "customers.yaml")["Resources"]
EVENTS: dict[str, Any] = STACK["CustomerApi"]["Properties"]["Events"]


def test_a_linter_finds_nothing_in_it() -> None:
    environment = {"PATH": f"{TOOLS / 'node' / 'bin'}:{os.environ['PATH']}", "HOME": str(TOOLS / "npm")}
    environment |= {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    command = [str(REDOCLY), "lint", str(document.FILE), "--config", str(CONFIG), "--max-problems", "20"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "valid" in done.stderr


def test_every_pattern_has_a_name_to_be_told_by() -> None:
    def patterns(node: Any) -> Iterator[Mapping[str, Any]]:
        if isinstance(node, Mapping):
            yield from (node,) if isinstance(node.get("pattern"), str) else ()
        for each in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
            yield from patterns(each)

    found = list(patterns(document.load()))
    assert len(found) > 5
    assert all(each.get("title") for each in found)


def test_the_routes_of_the_template_are_those_of_the_document() -> None:
    deployed = {
        f"{each['Properties']['Method']} {each['Properties']['Path']}": tuple(
            each["Properties"].get("Auth", {}).get("AuthorizationScopes", ())
        )
        for each in EVENTS.values()
        if "Path" in each["Properties"]
    }
    assert deployed == {each.route: each.scopes for each in document.operations(document.load())}


def test_every_route_with_a_scope_is_for_those_who_signed_in() -> None:
    for each in EVENTS.values():
        auth = each["Properties"].get("Auth", {})
        assert ("AuthorizationScopes" in auth) is (auth.get("Authorizer") == "SignedIn")


def test_the_api_is_throttled_and_one_site_may_call_it() -> None:
    api = STACK["CustomerHttp"]["Properties"]
    for settings in (api["DefaultRouteSettings"], *api["RouteSettings"].values()):
        assert 0 < settings["ThrottlingRateLimit"] <= 100
        assert 0 < settings["ThrottlingBurstLimit"] <= 200
    assert "*" not in str(api["CorsConfiguration"])
    assert set(api["RouteSettings"]) - {"$default"} <= {
        each.route for each in document.operations(document.load())
    }


def test_the_page_tells_of_every_operation_and_schema_and_runs_nothing() -> None:
    read = document.load()
    page = render(read)
    for operation in document.operations(read):
        assert f"<code>{operation.route}</code>" in page
    for name in read["components"]["schemas"]:
        assert f'<h3 id="{name}">' in page
    assert "<script" not in page
    assert "http" not in page.replace("https://", "").lower().split("<body")[0].split("<title>")[0]
