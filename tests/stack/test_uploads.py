"""Many files at once, in every form that is taken: each of them is graded, however busy the functions are."""

from __future__ import annotations

import codecs
import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor

from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.store.ledger import Ledger
from simulator.desk import Desk

FORMS = ("plain", "bom", "utf-16", "gzip", "array", "lines")
FILES, ROWS = 18, 10


def content(number: int) -> bytes:
    """A small class in one of the forms."""
    rows = [
        {
            "rollNo": f"81{number:02}{n:02}",
            "name": f"N {n}",
            "testScore": 50 + n,
            "subject": f"burst {number}",
        }
        for n in range(ROWS)
    ]
    table = "\n".join((",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows), ""))
    match FORMS[number % len(FORMS)]:
        case "plain":
            return table.encode()
        case "bom":
            return codecs.BOM_UTF8 + table.encode()
        case "utf-16":
            return table.encode("utf-16")
        case "gzip":
            return gzip.compress(table.encode())
        case "array":
            return json.dumps(rows).encode()
        case _:
            return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def test_a_burst_of_files_of_every_form_loses_none(deployed: Desk) -> None:
    s3 = deployed.client("s3", max_pool_connections=FILES)
    ledger = Ledger.of(deployed.client("dynamodb"), deployed.outputs["StudentsTable"])
    files = {f"scores/burst {number}.data": content(number) for number in range(FILES)}
    with ThreadPoolExecutor(FILES) as pool:
        bucket = deployed.outputs["SchoolBucket"]
        for done in [pool.submit(s3.put_object, Bucket=bucket, Key=k, Body=v) for k, v in files.items()]:
            done.result()
    graded: dict[str, int] = {}
    deadline = time.monotonic() + 180
    while len(graded) < FILES and time.monotonic() < deadline:
        for key in files.keys() - graded.keys():
            published = ledger.published(shelf.file_id(key))
            if published:
                graded[key] = published.rows
        time.sleep(0.2)
    assert graded == dict.fromkeys(files, ROWS)
