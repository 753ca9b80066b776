"""Builds template.yaml with the SAM CLI and deploys it into the embedded AWS, as it would be into AWS.

Nothing is built or deployed twice: the inputs' fingerprint is kept with what was made of them.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from simulator.desk import CREDENTIALS, REGION, client
from simulator.place import ROOT, TOOLS, Place
from simulator.stripe.webhooks import WEBHOOK_SECRET

STACK = "front-desk"
SAM = TOOLS / "sam" / "bin" / "sam"
ARCH = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")
BUILD = ROOT / ".frontdesk" / "build" / ARCH
SENDER = "tickets@example.com"
PARAMETERS = {"Arch": ARCH, "Demo": "true", "SchoolName": "Riverside School", "TicketSender": SENDER}
CODE = ("lambda/frontdesk", "lambda/handlers", "lambda/demo")
FRAME = (  # what the code is deployed in: templates and layers
    *("template.yaml", "samconfig.toml", "stacks", "lambda/Makefile", ".python-version"),
    *(
        "lambda/requirements.txt",
        "lambda/alexa.txt",
        "lambda/vault.txt",
        "lambda/stripe.txt",
        "lambda/codes.txt",
    ),
    *("lambda/services.txt", "tools/slim_layer.py", "tools/gazetteer.py", "tools/places.csv"),
    "requirements/gazetteer.txt",
)


class Failed(Exception):
    """SAM gave up; the message ends with what it said."""


def _files(source: Path) -> Iterator[Path]:
    paths = sorted(source.rglob("*")) if source.is_dir() else [source]
    return (path for path in paths if path.is_file() and "__pycache__" not in path.parts)


def _digest(sources: Iterable[str]) -> str:
    digest = hashlib.sha256(repr(PARAMETERS).encode())
    for source in sources:
        for path in _files(ROOT / source):
            digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_mode}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def fingerprint() -> str:
    """Changes when anything changes that the deployment is made of: "frame code"."""
    return f"{_digest(FRAME)} {_digest(CODE)}"


def _payments(place: Place) -> dict[str, str]:
    """Who takes the desk's payments: Stripe, where its (test) key is in the environment; else the small one
    beside the simulators, whose search knows at once what it did."""
    if key := os.environ.get("STRIPE_API_KEY"):
        signed = os.environ.get("STRIPE_WEBHOOK_SECRET", "none")
        return {"StripeKey": key, "StripeWebhookSecret": signed, "PaidUrl": place.url}
    quick = {"ReconcileSeconds": "3", "SearchSeconds": "5"}
    fake = {"StripeKey": "sk_test_on_this_machine", "StripeWebhookSecret": WEBHOOK_SECRET}
    return {**fake, **quick, "StripeUrl": f"{place.url}/stripe", "PaidUrl": place.url}


def _sam(*arguments: str, parameters: Mapping[str, str] = PARAMETERS, **environment: str) -> None:
    """Runs the SAM CLI with an environment of its own. Raises Failed."""
    overrides = [f"{name}={value}" for name, value in parameters.items()]
    done = subprocess.run(
        [SAM, *arguments, "--config-file", ROOT / "samconfig.toml", "--parameter-overrides", *overrides],
        cwd=ROOT,
        env={
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
            **{name: value for name, value in os.environ.items() if name.startswith(("UV_", "PIP_", "SSL_"))},
            "SAM_CLI_TELEMETRY": "0",
            **environment,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip() and "upload" not in line.lower()]
        raise Failed("\n".join([f"sam {arguments[0]} failed:", *said[-20:]]))


def build(wanted: str) -> bool:
    """Builds what the fingerprint stands for; False where that was done before. Raises Failed.

    The build is shared by all desks of this project, one builder at a time.
    """
    BUILD.parent.mkdir(parents=True, exist_ok=True)
    stamp = BUILD.with_suffix(".stamp")
    with BUILD.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = stamp.read_text() if stamp.exists() else ""
        if built == wanted:
            return False
        stamp.unlink(missing_ok=True)
        if built.split()[:1] == wanted.split()[:1]:
            _renew_code()
        else:
            _sam("build", "--build-dir", str(BUILD), ARCH=ARCH)
        stamp.write_text(wanted)
    return True


def _renew_code() -> None:
    """Puts new code where SAM built the functions, by the makefile that SAM calls: quicker than SAM. Every
    function has the whole of it, so it is made for one, and linked for the others."""
    made, *others = [handlers.parent for handlers in BUILD.rglob("handlers")]
    shutil.rmtree(made)
    made.mkdir()
    command = ["make", "-s", "-C", "lambda", "build-Function", f"ARTIFACTS_DIR={made}", f"ARCH={ARCH}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"the functions' code cannot be built:\n{done.stderr}")
    for folder in others:
        shutil.rmtree(folder)
        shutil.copytree(made, folder, copy_function=os.link)


def deploy(place: Place, wanted: str) -> bool:
    """Brings the stack up to the build; False where it was deployed before. Raises Failed."""
    stamp = place.state / "deployed"
    wanted += " " + hashlib.sha256(repr(_payments(place)).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    try:
        _deploy(place)
    except Failed as failure:
        raise Failed("\n".join([str(failure), *_reasons(place)])) from None
    _verify_sender(place)
    stamp.write_text(wanted)
    return True


def _verify_sender(place: Place) -> None:
    """On AWS, whoever owns the address clicks on a link that SES writes to them."""
    client(place.aws_url, "ses").verify_email_identity(EmailAddress=SENDER)


def _deploy(place: Place) -> None:
    _sam(
        "deploy",
        *(
            "--template-file",
            str(BUILD / "template.yaml"),
            "--stack-name",
            STACK,
            "--no-fail-on-empty-changeset",
        ),
        parameters=PARAMETERS | _payments(place),
        AWS_ENDPOINT_URL=place.aws_url,
        AWS_ACCESS_KEY_ID=CREDENTIALS["aws_access_key_id"],
        AWS_SECRET_ACCESS_KEY=CREDENTIALS["aws_secret_access_key"],
        AWS_DEFAULT_REGION=REGION,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        SAM_CLI_POLL_DELAY="0.2",
    )


def _reasons(place: Place) -> list[str]:
    """What CloudFormation says of the resources that failed, of all stacks."""
    cloudformation = client(place.aws_url, "cloudformation")
    events = [
        event
        for stack in cloudformation.describe_stacks()["Stacks"]
        for event in cloudformation.describe_stack_events(StackName=stack["StackId"])["StackEvents"]
    ]
    return [
        f"  {event['LogicalResourceId']}: {event['ResourceStatusReason']}"
        for event in events
        if "FAILED" in event["ResourceStatus"] and event.get("ResourceStatusReason")
    ]


def outputs(place: Place) -> Mapping[str, str]:
    """What the stack put out. Raises Failed where it is not there, or not whole."""
    cloudformation = client(place.aws_url, "cloudformation")
    try:
        stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    except cloudformation.exceptions.ClientError as error:
        raise Failed("the stack is not there") from error
    if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise Failed(f"the stack is {stack['StackStatus']}")
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
