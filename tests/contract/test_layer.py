"""The dependency layers: bytecode alone, the same each time, enough for every client that the desk makes."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path

import pytest

from frontdesk.aws.clients import Clients
from simulator.desk import CREDENTIALS, REGION
from tools.packages import ARCH, PYTHON
from tools.slim_layer import CUT, cut_modules
from tools.templates import ROOT

NAMES = ("Dependencies", "AlexaDependencies", "VaultDependencies")
SERVICES = (ROOT / "lambda" / "services.txt").read_text().split()
# A call a service, with what its model has of traits: lists, blobs, headers, streams, checksums.
CALLS = """
import sys; sys.path.insert(0, sys.argv[1])
import botocore.session, jmespath
assert "jmespath.parser" not in sys.modules
assert jmespath.search("a[*].b", {"a": [{"b": 1}]}) == jmespath.compile("[].b").search([{"b": 1}])
from urllib3.util import parse_url
HOSTS = ["a.b", "1.2.3.4", "[::1]"]
assert [parse_url(f"https://{host}:1/").host for host in HOSTS] == HOSTS
session = botocore.session.get_session()
def client(service): return session.create_client(service)
cognito, dynamodb, places, kinesis, kms, s3, secrets, ses, sns, sqs = map(client, sys.argv[2].split(","))
pool = cognito.create_user_pool(PoolName="layer")["UserPool"]["Id"]
cognito.admin_create_user(UserPoolId=pool, Username="u", MessageAction="SUPPRESS")
try:
    cognito.admin_create_user(UserPoolId=pool, Username="u")
except cognito.exceptions.UsernameExistsException:
    pass
table = dict(TableName="layer", BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
dynamodb.create_table(**table)
dynamodb.put_item(TableName="layer", Item={"pk": {"S": "1"}, "blob": {"B": b"blob"}})
assert dynamodb.get_item(TableName="layer", Key={"pk": {"S": "1"}})["Item"]["blob"] == {"B": b"blob"}
try:
    dynamodb.get_item(TableName="none", Key={"pk": {"S": "1"}})
except dynamodb.exceptions.ResourceNotFoundException:
    pass
try:
    places.reverse_geocode(QueryPosition=[0.0, 0.0])
except places.exceptions.ClientError:
    pass  # the embedded AWS has no Location: it was asked, and answered
key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
assert len(kms.generate_mac(KeyId=key, MacAlgorithm="HMAC_SHA_256", Message=b"m")["Mac"]) == 32
kinesis.create_stream(StreamName="layer", ShardCount=1)
put = kinesis.put_records(StreamName="layer", Records=[{"Data": b"d", "PartitionKey": "p"}])
assert put["FailedRecordCount"] == 0
secrets.create_secret(Name="layer", SecretString="s")
assert secrets.get_secret_value(SecretId="layer")["SecretString"] == "s"
s3.create_bucket(Bucket="layer")
s3.put_object(Bucket="layer", Key="a b+c", Body=b"text", Metadata={"of": "layer"})
found = s3.get_object(Bucket="layer", Key="a b+c", Range="bytes=1-2")
assert (found["Body"].read(), found["Metadata"]) == (b"ex", {"of": "layer"})
assert s3.list_object_versions(Bucket="layer")["Versions"][0]["Key"] == "a b+c"
ses.create_email_identity(EmailIdentity="a@example.com")
assert ses.send_email(FromEmailAddress="a@example.com", Destination={"ToAddresses": ["b@example.com"]},
    Content={"Raw": {"Data": b"Subject: s"}})["MessageId"]
topic = sns.create_topic(Name="layer")["TopicArn"]
sns.publish(TopicArn=topic, Message="m")
queue = sqs.create_queue(QueueName="layer")["QueueUrl"]
sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": "1", "MessageBody": "m"}])
assert sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "m"
"""


def build(target: str, folder: Path) -> Path:
    """Makes a layer anew, beside the one that is kept."""
    made = folder / "made"
    made.mkdir(parents=True)
    command = ["make", "-s", "-C", "lambda", f"build-{target}", f"ARTIFACTS_DIR={made}", f"ARCH={ARCH}"]
    subprocess.run([*command, f"LAYERS={folder / 'layers'}"], cwd=ROOT, check=True)
    return made


def digest(folder: Path) -> dict[str, tuple[str, float]]:
    """Every file's content and time, as a zip would have it."""
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A layer by its name, made once a worker."""
    return cache(lambda name: build(name, tmp_path_factory.mktemp("layer")))


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_is_unchecked_bytecode_alone(layers: Callable[[str], Path], name: str) -> None:
    files = [path for path in layers(name).rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix == ".py"]
    compiled = [path for path in files if path.suffix == ".pyc"]
    assert len(compiled) > 100
    # PEP 552: flags 1 is "by hash, unchecked": the source is never looked for.
    assert {int.from_bytes(path.read_bytes()[4:8], "little") for path in compiled} == {1}


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_is_the_same_each_time(layers: Callable[[str], Path], name: str, tmp_path: Path) -> None:
    assert digest(layers(name)) == digest(build(name, tmp_path))


def test_the_layer_has_the_services_of_the_clients() -> None:
    made = {name for name, value in vars(Clients).items() if isinstance(value, cached_property)}
    assert sorted(name.replace("_", "-") for name in made) == SERVICES


def test_the_slimmed_models_serve_every_client(endpoint: str, layers: Callable[[str], Path]) -> None:
    layer = layers("Dependencies") / "python"
    environment = {"AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": REGION}
    environment |= {name.upper(): value for name, value in CREDENTIALS.items()}
    command = [str(PYTHON), "-I", "-c", CALLS, str(layer), ",".join(SERVICES)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_endpoint_is_left_of_services_that_nobody_uses(layers: Callable[[str], Path]) -> None:
    data = layers("Dependencies") / "python" / "botocore" / "data"
    assert {path.name for path in data.iterdir() if path.is_dir()} == set(SERVICES)
    table = json.loads((data / "endpoints.json").read_text())
    assert {name for partition in table["partitions"] for name in partition["services"]} <= set(SERVICES)


def test_a_package_that_changed_what_is_cut_out_of_it_is_noticed(tmp_path: Path) -> None:
    name = next(iter(CUT))
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("another text")
    with pytest.raises(LookupError, match=name):
        cut_modules(tmp_path, SERVICES)
