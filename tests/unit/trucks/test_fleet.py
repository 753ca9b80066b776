"""The deployed fleet page: a shell that signs in and holds nothing, and a map for whom it belongs to."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from frontdesk.app import Tools
from frontdesk.domains import accounts, trucks
from frontdesk.domains.trucks.fleet import FleetPage, shell
from simulator.place import TOOLS
from tests.support import world
from tests.support.people import PEOPLE

SIGN_IN = "https://front-desk.auth.example.com"


@pytest.fixture
def page(tools: Tools) -> FleetPage:
    world.populate(tools, ["trucks"], [])
    find = accounts.build(tools).find
    for person in PEOPLE.values():
        if person.account is not None:
            accounts.build(tools).link(f"user:{person.name}", person.account)
    return FleetPage(trucks.build(tools), find, *shell(SIGN_IN, "client-7"))


def get(page: FleetPage, route: str, **claims: str) -> dict[str, Any]:
    authorizer = {"jwt": {"claims": claims}}
    return page.handle({"routeKey": f"GET {route}", "requestContext": {"authorizer": authorizer}}, None)


def test_the_shell_holds_nothing_of_the_fleet_and_runs_its_own_script_alone(page: FleetPage) -> None:
    answer = get(page, "/fleet")
    assert "Blue Seven" not in answer["body"]
    policy = answer["headers"]["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert f"connect-src 'self' {SIGN_IN};" in policy
    assert len(re.findall(r"script-src 'sha256-[\w+/]{43}='", policy)) == 1
    assert not re.search(r"src=|href=|\burl\(['\"]", answer["body"])


def test_who_has_signed_in_sees_their_own_trucks(page: FleetPage) -> None:
    answer = get(page, "/fleet/map", username="maya")
    assert answer["statusCode"] == 200
    assert re.findall(r"Blue Seven<td>Aintree, Liverpool|Green Two<td>Walton, Liverpool", answer["body"])
    assert "4716" not in answer["body"]
    assert get(page, "/fleet/map", username="omar")["body"] == "<p>There are no trucks yet.</p>"


@pytest.mark.parametrize("claims", [{}, {"username": ""}, {"username": "nobody"}, {"client_id": "system"}])
def test_who_is_nobody_here_sees_nothing(page: FleetPage, claims: dict[str, str]) -> None:
    assert get(page, "/fleet/map", **claims)["statusCode"] == 403


def test_a_sign_in_page_s_address_cannot_break_out_of_the_settings() -> None:
    text, _ = shell("https://x/</script><script>alert(1)</script>", "c")
    assert text.count("</script>") == 2


def in_a_browser(tmp_path: Path, search: str, memory: dict[str, str]) -> dict[str, Any]:
    """What the shell's script does where it is opened with this query: where it goes, and what it asks."""
    text, _ = shell(SIGN_IN, "client-7")
    settings, script = re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL)
    runner = tmp_path / "browser.js"
    runner.write_text(
        f"""
        const done = {{asked: []}}, memory = {json.dumps(memory)}, elements = {{
          "#settings": {{textContent: {json.dumps(settings)}}}, "main": {{}},
        }};
        globalThis.document = {{querySelector: name => elements[name]}};
        globalThis.location = {{
          origin: "https://fleet.example.com", pathname: "/fleet", search: {json.dumps(search)},
          assign: url => {{ done.went = url; }},
        }};
        globalThis.history = {{replaceState: (state, title, url) => {{ done.shows = url; }}}};
        globalThis.sessionStorage = {{
          getItem: name => memory[name] ?? null, setItem: (name, value) => {{ memory[name] = value; }},
          removeItem: name => {{ delete memory[name]; }},
        }};
        globalThis.setTimeout = () => {{ done.again = true; }};
        globalThis.fetch = async (url, options = {{}}) => {{
          done.asked.push([url, String(options.body ?? ""), options.headers?.authorization ?? ""]);
          const token = url.endsWith("/oauth2/token");
          return {{ok: true, status: 200, json: async () => ({{access_token: "t0k3n"}}),
                   text: async () => token ? "" : "<svg></svg>"}};
        }};
        {script}
        const shown = () => ({{...done, memory, main: elements.main.innerHTML}});
        process.on("exit", () => console.log(JSON.stringify(shown())));
        """
    )
    done = subprocess.run(
        ["node", runner],
        env={"PATH": f"{TOOLS / 'node' / 'bin'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_who_opens_the_page_is_sent_to_sign_in(tmp_path: Path) -> None:
    done = in_a_browser(tmp_path, "", {})
    assert done["went"].startswith(f"{SIGN_IN}/oauth2/authorize?")
    kept = json.loads(done["memory"]["fleet"])
    for part in (
        "client_id=client-7",
        "redirect_uri=https%3A%2F%2Ffleet.example.com%2Ffleet",
        "scope=openid+desk%2Ftrucks.read",
        "code_challenge_method=S256",
        f"state={kept['state']}",
    ):
        assert part in done["went"]
    assert kept["verifier"] not in done["went"]
    assert done["asked"] == []


def test_who_comes_back_with_a_code_sees_the_map(tmp_path: Path) -> None:
    memory = {"fleet": json.dumps({"verifier": "v3r1f13r", "state": "s"})}
    done = in_a_browser(tmp_path, "?code=c0d3&state=s", memory)
    (token, form, _), (fleet, _, bearer) = done["asked"]
    assert token == f"{SIGN_IN}/oauth2/token"
    assert "code=c0d3" in form
    assert "code_verifier=v3r1f13r" in form
    assert (fleet, bearer) == ("https://fleet.example.com/fleet/map", "Bearer t0k3n")
    assert (done["main"], done["shows"], done["again"]) == ("<svg></svg>", "/fleet", True)
    assert done["memory"] == {}


def test_a_code_that_was_not_asked_for_is_not_redeemed(tmp_path: Path) -> None:
    memory = {"fleet": json.dumps({"verifier": "v", "state": "s"})}
    done = in_a_browser(tmp_path, "?code=c0d3&state=another", memory)
    assert done["asked"] == []
    assert done["went"].startswith(f"{SIGN_IN}/oauth2/authorize?")


def test_who_does_not_sign_in_is_not_sent_again(tmp_path: Path) -> None:
    done = in_a_browser(tmp_path, "?error=access_denied&state=s", {})
    assert (done.get("went"), done["asked"], done["main"]) == (None, [], "<p>You are not signed in.</p>")
