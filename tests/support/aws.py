"""An embedded AWS for tests below the stack: real services, no functions, nothing deployed.

Tables are made as the deployed template makes them, under a name of each test's own, so that tests can run
side by side.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import yaml
from botocore.config import Config

from frontdesk.aws.clients import Clients
from tests.support import in_process

ROOT = Path(__file__).parents[2]
REGION = "us-east-1"


class Cfn(yaml.CSafeLoader):
    """Reads a template; intrinsic functions become {"Ref": …}, {"Fn::Sub": …} and so on."""


def _intrinsic(loader: Cfn, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Cfn.add_multi_constructor("!", _intrinsic)


@cache
def stack(name: str) -> dict[str, Any]:
    """A domain's stack as it is in the tree: "accounts" → stacks/accounts.yaml. For looking at."""
    loaded: dict[str, Any] = yaml.load((ROOT / "stacks" / f"{name}.yaml").read_text(), Cfn)  # noqa: S506
    return loaded


@contextmanager
def emulator() -> Iterator[str]:
    """A running emulator's endpoint URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("ministack"))],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the embedded AWS did not start")


def clients(endpoint: Callable[[], str]) -> Clients:
    """Clients made as the deployed functions make theirs; endpoint: the emulator that answers for services
    that are not in this process."""
    session = botocore.session.get_session()
    session.set_credentials("test", "test")
    config = Config(retries={"total_max_attempts": 1})

    def make(service: str) -> Any:
        local = service in in_process.SERVICES
        url = "http://in.process" if local else endpoint()
        client = session.create_client(service, region_name=REGION, endpoint_url=url, config=config)
        return in_process.here(client, service) if local else client

    return Clients(make)


def create_table(aws: Clients, domain: str, logical_id: str) -> str:
    """A new table as the domain's stack describes it; gives its name."""
    properties = stack(domain)["Resources"][logical_id]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    name = f"{logical_id}-{uuid.uuid4().hex[:12]}"
    aws.dynamodb.create_table(
        TableName=name, **{each: properties[each] for each in wanted if each in properties}
    )
    return name


def create_key(aws: Clients) -> str:
    """A new HMAC key, as stacks/accounts.yaml describes it; gives its id."""
    return aws.kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
