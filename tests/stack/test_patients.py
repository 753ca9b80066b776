"""Patients from end to end: a hospital's file goes into the deployed desk, and the patient asks aloud."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.store.tables import VAULT, Tables
from frontdesk.uploads import file_id
from simulator.desk import Desk
from simulator.load import __main__ as load
from tests.stack.test_grades import say
from tests.support import scripts
from tests.support.discharges import becomes, hears, of, parked, upload
from tests.support.eventually import eventually
from tests.support.scripts import Script

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("FRONTDESK_SHARED_DATA", ROOT.parent / "shared" / "data"))
SMOKE = [script for script in scripts.load() if script.smoke and script.domain == "patients"]


pytestmark = pytest.mark.usefixtures("delivered")


@pytest.mark.parametrize("channel", ["alexa", "lex"])
@pytest.mark.parametrize("script", SMOKE, ids=lambda script: script.name)
def test_a_conversation_with_the_deployed_functions(
    deployed: Desk, tables: Tables, script: Script, channel: str
) -> None:
    for demo, cents in ((100_017, 32_500), (100_009, 0)):
        becomes(tables, demo, State.BILLED, cents)
    said = say(script.person.name, channel, *(turn.text for turn in script.turns))
    for turn, answer in zip(script.turns, said, strict=True):
        assert scripts.matches(answer, turn.answer(channel)), f"U: {turn.text}\nA: {answer}"


def test_the_newest_version_of_a_record_stands_and_its_visit_has_one_bill(
    deployed: Desk, tables: Tables, visit: int
) -> None:
    ward = "7ü"  # S3 tells of such a key in its own spelling
    upload(deployed, of(visit, cents=1000), {"ssn": "000-12-3456"}, ward=ward)
    token = becomes(tables, visit, State.BILLED, 1000)["token"]
    aside = eventually(lambda: parked(deployed, file_id(inbox.key(ward))))
    assert (aside["reason"], aside["record"]["count"]) == ("records_set_aside", 1)
    bucket = deployed.outputs["PatientsBucket"]
    told = deployed.client("s3").get_object(Bucket=bucket, Key=aside["record"]["set_aside"])["Body"].read()
    assert "ssn_impossible" in json.loads(told)["reasons"]
    assert b"3456" not in told
    upload(deployed, of(visit, cents=2500), ward=ward)
    assert becomes(tables, visit, State.BILLED, 2500)["token"] == token
    for _ in range(3):  # told again and again, it stays one bill
        news = json.dumps({"token": token, "visit": str(visit)})
        deployed.client("sns").publish(
            TopicArn=deployed.outputs["CheckedOutTopic"],
            Message=news,
            MessageAttributes={"type": {"DataType": "String", "StringValue": "patient.checked-out"}},
        )
    assert hears(deployed, token) == f"Your checkout for visit {visit} is finished."
    assert becomes(tables, visit, State.BILLED, 2500)
    assert [at.sk for at in tables.query(VAULT, f"VISIT#{visit}")] == ["BILL", "RECORD"]


@pytest.mark.skipif(not (SHARED / "patients.csv").exists(), reason="the public data is not here")
def test_a_part_of_a_real_hospital(
    deployed: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first rows, and all who share an SSN. The whole of it: tests/unit/patients/test_load.py."""
    header, *rows = (SHARED / "patients.csv").read_text().splitlines()
    shared = Counter(row.split(",")[3] for row in rows)
    some = [row for n, row in enumerate(rows) if n < 20 or shared[row.split(",")[3]] > 1]
    file = tmp_path / "hospital.csv"
    file.write_text("\n".join([header, *some]))
    assert load.main({"FILE": str(file), "KIND": "patients"}) == 0
    told = capsys.readouterr().out
    assert f"{len(some)} records checked out, 0 set aside, {len(some)} visits billed" in told
    assert "3 SSNs shared by two people: flagged for a human" in told
    assert f"{len(some)} have no e-mail address: their bills go by post" in told
