"""`make bench-api`: points read over HTTP, at 1, 8 and 32 clients, and what one read costs the function.

The first table is of the running desk: gateway, functions and table are the embedded AWS's, on the cores that
the clients use, too; it tells this machine's state more than AWS's. The second is of the function as it is
deployed, warm, in its bare interpreter, against the desk's table: its own CPU time and its calls to DynamoDB.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from benchmarks.own_desk import open_desk
from simulator import signing_in
from simulator.desk import CREDENTIALS, REGION, Desk
from tools.gates import packages

CLIENTS = (1, 8, 32)
PATH = "/customers/c-maya/points"
CPU_MS, CALLS = 2.0, 1  # the bars

ALONE = """
import json, time
import handlers.customer_api
import botocore.client
sent, made = [0], botocore.client.BaseClient._make_request
def counted(*given, **more):
    sent[0] += 1
    return made(*given, **more)
botocore.client.BaseClient._make_request = counted
event, times = json.loads(sys.argv[1]), []
for _ in range(int(sys.argv[2])):
    before, calls = time.process_time(), sent[0]
    answer = handlers.customer_api.handler(event, None)
    times.append((1000 * (time.process_time() - before), sent[0] - calls))
    assert answer["statusCode"] == 200, answer
print(json.dumps(times))
"""


def percentile(sorted_: Sequence[float], share: float) -> float:
    """The value below which a share of them are."""
    return sorted_[min(len(sorted_) - 1, int(share * len(sorted_)))]


def reads(here: Desk, token: str, count: int) -> list[float]:
    """The milliseconds of `count` reads, one after another on one connection."""
    url, times = urlsplit(here.outputs["CustomersUrl"]), []
    connection = http.client.HTTPConnection(url.netloc, timeout=60)
    for _ in range(count):
        started = time.perf_counter()
        connection.request("GET", url.path + PATH, headers={"authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"the API answered {answer.status}")
        times.append(1000 * (time.perf_counter() - started))
    connection.close()
    return times


def at_once(here: Desk, token: str, clients: int, count: int) -> tuple[float, list[float]]:
    """Requests a second, and every request's milliseconds, in order."""
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        parts = list(pool.map(lambda _: reads(here, token, count // clients), range(clients)))
    times = sorted(each for part in parts for each in part)
    return len(times) / (time.perf_counter() - started), times


def alone(here: Desk, count: int) -> tuple[list[float], set[int]]:
    """The function's CPU milliseconds a read, in order, and how many calls a read made."""
    package = next(each for each in packages() if each.function.module == "customer_api")
    environment = {
        **package.environment(),
        **{name.upper(): value for name, value in CREDENTIALS.items()},
        "AWS_ENDPOINT_URL": here.aws_url,
        "AWS_DEFAULT_REGION": REGION,
        "CUSTOMERS_TABLE": here.outputs["CustomersTable"],
    }
    event: Any = {
        "routeKey": "GET /customers/{id}/points",
        "headers": {"accept": "*/*"},
        "pathParameters": {"id": "c-maya"},
        "requestContext": {
            "authorizer": {"jwt": {"claims": {"username": "maya", "scope": "desk/customers.read"}}}
        },
    }
    command = [*package.command(ALONE), json.dumps(event), str(count)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    warm = json.loads(done.stdout)[10:]
    return sorted(cpu for cpu, _ in warm), {calls for _, calls in warm}


def main(count: int) -> int:
    """Prints both tables; the exit code says whether the function's bars are kept."""
    here = open_desk()
    token = signing_in.token(here, "maya", "desk/customers.read")
    at_once(here, token, max(CLIENTS), 2 * max(CLIENTS))  # as many functions as there will be are warm
    print(f"{'clients':>8} {'requests/s':>11} {'p50 ms':>8} {'p99 ms':>8}")
    for clients in CLIENTS:
        rate, times = at_once(here, token, clients, count)
        print(f"{clients:8} {rate:11.0f} {statistics.median(times):8.1f} {percentile(times, 0.99):8.1f}")
    cpu, calls = alone(here, count)
    median = statistics.median(cpu)
    print(f"handler CPU, warm: p50 {median:.2f} ms (bar {CPU_MS}), p99 {percentile(cpu, 0.99):.2f} ms")
    print(f"calls to DynamoDB a read: {sorted(calls)} (bar {CALLS})")
    return int(median > CPU_MS or max(calls) > CALLS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=640)
    sys.exit(main(parser.parse_args().count))
