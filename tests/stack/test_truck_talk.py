"""The scripts about trucks, held in words through both deployed channels; and a fleet that was replayed.

The scripts' clock stands still, the deployed one does not: what speaks of a time of the day is not compared,
and what is asked about one is asked of yesterday here, which is over at any time of the day.
"""

from __future__ import annotations

import csv
import os
import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from frontdesk.conversation.turn import Account
from frontdesk.domains.accounts.store import AccountStore
from frontdesk.domains.trucks.model import Truck, read_fix
from frontdesk.domains.trucks.store import TruckStore
from simulator.desk import Desk
from simulator.people import Person
from simulator.place import here
from simulator.talk.opening import conversation
from simulator.talk.options import Options
from simulator.trucks.replay import main
from tests.stack.test_trucks import eventually, record, send
from tests.support import scripts
from tests.support.scripts import Exchange, Script
from tests.support.trucks import AINTREE, NORRIS_GREEN, WALTON, bring_fleet

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("FRONTDESK_SHARED_DATA", ROOT.parent / "shared" / "data"))
POSITIONS = SHARED / "vehicle_positions.csv"
CHANNELS = ("alexa", "lex")
TRUCKS = [script for script in scripts.load() if script.domain == "trucks"]
OWNERS = [script for script in TRUCKS if script.person.name != "dana"]
DISPATCHERS = [script for script in TRUCKS if script.person.name == "dana"]


@pytest.fixture
def run(store: TruckStore) -> Iterator[str]:
    """Marks what is the test's own; its trucks are gone afterwards."""
    mark = uuid.uuid4().hex[:8]
    yield mark
    store.forget([truck.id for fleet in (mark, f"{mark}-somebody") for truck in store.fleet(fleet)])
    store.forget_sites(mark, ("depot", "home"))


def somebody(desk: Desk, account: Account | None) -> Person:
    """A person of the test's own, linked to the account in both channels."""
    person = Person(f"x{uuid.uuid4().hex[:8]}", stranger=account is None)
    table = AccountStore(desk.client("dynamodb"), desk.outputs["AccountsTable"])
    if account is not None:
        for caller in (f"alexa:{person.alexa_user}", f"lex:{person.lex_subject}"):
            table.link(caller, account)
    return person


def arrived(desk: Desk, store: TruckStore, run: str) -> None:
    """The scripts' trucks, as the deployed tracker has them."""
    fixes = bring_fleet(store, run, int(time.time()), f"{run}-")
    send(desk, *(record(fix.truck, fix.point, recordedAt=fix.at / 1000) for fix in fixes))
    newest = {truck: max(fix.at for fix in fixes if fix.truck == truck) for truck in {f.truck for f in fixes}}

    def there() -> bool | None:
        found = {truck.id: truck.fix.at for truck in store.trucks(newest).values() if truck.fix}
        return found == newest or None

    assert eventually(there)


def timeless(turn: Exchange) -> bool:
    """Whether a turn means the same at any time of the day."""
    return not turn.slots.keys() & {"time", "day"}


def hold(turns: list[Exchange], channel: str, person: Person) -> None:
    talk = conversation(Options(None, channel, "en-US", person, json=False), here())
    for turn in turns:
        answer = talk.say(turn.text)
        written = re.sub(r"\d+:\d\d [AP]M", "…", turn.answer(channel))
        assert not answer.problems
        assert scripts.matches(" ".join(answer.lines), written), f"U: {turn.text}\nA: {answer.lines}"


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("script", OWNERS, ids=lambda script: script.name)
def test_a_script_with_the_deployed_functions(
    deployed: Desk, store: TruckStore, run: str, script: Script, channel: str
) -> None:
    account = script.person.account
    if account and account.linked("trucks"):
        account = replace(account, id=run, links={"trucks": (run,)})
        arrived(deployed, store, run)
    hold([turn for turn in script.turns if timeless(turn)], channel, somebody(deployed, account))


def test_a_dispatcher_s_scripts_with_the_deployed_functions(
    deployed: Desk, store: TruckStore, run: str
) -> None:
    """One after another: a dispatcher may ask for any truck, so only one may have the name that is asked for.
    Of Blue Seven the demo has one, and other tests have theirs: here it is Silver Eleven."""
    arrived(deployed, store, run)
    blue = store.trucks([f"{run}-t7"])[f"{run}-t7"]
    store.register(blue._replace(name="Silver Eleven"))
    for channel in CHANNELS:
        for script in DISPATCHERS:
            hold([renamed(turn) for turn in script.turns], channel, somebody(deployed, script.person.account))


def renamed(turn: Exchange) -> Exchange:
    """The turn, about Silver Eleven."""
    answers = {channel: said.replace("Blue Seven", "Silver Eleven") for channel, said in turn.answers.items()}
    return replace(turn, text=turn.text.replace("blue seven", "silver eleven"), answers=answers)


@pytest.mark.parametrize("channel", CHANNELS)
def test_where_a_truck_was_at_a_time_and_on_a_day(
    deployed: Desk, store: TruckStore, run: str, channel: str
) -> None:
    yesterday = datetime.now(ZoneInfo("Europe/London")).date() - timedelta(days=1)
    truck, at = f"{run}-t7", datetime.combine(yesterday, clock(7, 50), ZoneInfo("Europe/London")).timestamp()
    store.register(Truck(truck, "Blue Seven", run))
    send(
        deployed,
        record(truck, WALTON, recordedAt=at),
        record(truck, AINTREE, recordedAt=at + 3600),
        record(truck, NORRIS_GREEN, ago=60),
    )
    assert eventually(lambda: len(store.track(truck)) == 3 or None)
    talk = conversation(
        Options(None, channel, "en-US", somebody(deployed, Account(run, {"trucks": (run,)})), json=False),
        here(),
    )
    day = f"{yesterday:%A, %B} {yesterday.day}"
    for asked, answer in (
        ("yesterday at ten to eight", f"On {day} at 7:50 AM, Blue Seven was near Walton, Liverpool."),
        ("yesterday", f"On {day}, Blue Seven was near Walton, Liverpool at 7:50 AM and near Aintree, …"),
        ("yesterday at nine pm", f"I heard nothing from Blue Seven then, on {day}."),
    ):
        said = " ".join(talk.say(f"where was blue seven {asked}").lines)
        assert scripts.matches(said, answer), f"{asked}: {said}"


@pytest.mark.skipif(not POSITIONS.exists(), reason="the public data is not here")
def test_a_fleet_of_public_data_is_where_its_last_positions_are(
    deployed: Desk, store: TruckStore, run: str, tmp_path: Path
) -> None:
    """Route 14 of Liverpool, from Queen Square in the centre to Petherick Road in Gillmoss."""
    with POSITIONS.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:  # names of the test's own, for the same trucks may be there
        row["vehicle_id"] = f"{run}-{row['vehicle_id']}"
    file = tmp_path / "fleet.csv"
    with file.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert main([str(file), "--speed", "0", "--fleet", run, "--name", "Bus {id}"]) == 0

    position = {"latitude": 0, "longitude": 0}
    latest = {row["vehicle_id"]: "" for row in rows}
    for row in rows:
        latest[row["vehicle_id"]] = max(latest[row["vehicle_id"]], row["timestamp"])
    wanted = {
        truck: read_fix({"truckId": truck, "recordedAt": time, **position}, 2**31).at
        for truck, time in latest.items()
    }
    assert len(wanted) == 8
    newest = {truck.id: truck.fix.at for truck in store.trucks(wanted).values() if truck.fix}
    assert newest == wanted

    person = somebody(deployed, Account(run, {"trucks": (run,)}))
    parts = {"4836": "Gillmoss, Liverpool", "4842": "Clubmoor, Liverpool", "4841": "Liverpool"}
    for number, part in parts.items():
        store.register(Truck(f"{run}-{number}", f"Bus {number}", run))
        for channel in CHANNELS:
            talk = conversation(Options(None, channel, "en-US", person, json=False), here())
            said = " ".join(talk.say(f"where is bus {number}").lines)
            assert re.match(rf"I last heard from Bus {number} .* ago\. It was near {part} then\.", said)
