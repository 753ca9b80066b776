"""How Lambda runs a Python function."""

from __future__ import annotations

import re
import uuid

from tests.support.emulators import Emulator, archive

SEES = """
    import importlib.util, os, who
    def handler(event, context):
        return {
            "ministack": importlib.util.find_spec("ministack") is not None,
            "boto3": importlib.util.find_spec("boto3") is not None,
            "settings": {k: v for k, v in os.environ.items() if k in ("GATEWAY_PORT", "OWN")},
            "who": who.NAME,
            "from_layer": __import__("layered").NAME,
        }
"""
RAISES = """
    import os
    def handler(event, context):
        if event.get("fail"):
            raise ValueError("no such thing")
        return os.getpid()
"""
TAKES = """
    kept = []
    def handler(event, context):
        kept.append(bytearray(event["mb"] * 2**20))
"""


def a_function_sees_what_is_its_own(aws: Emulator) -> None:
    """Its code before its layers, its variables; not the emulator's packages and variables."""
    layer = aws.client("lambda").publish_layer_version(
        LayerName=f"layer-{uuid.uuid4().hex[:8]}",
        Content={
            "ZipFile": archive({"python/who.py": "NAME = 'layer'", "python/layered.py": "NAME = 'layer'"})
        },
    )["LayerVersionArn"]
    function = aws.function(
        "",
        Code={"ZipFile": archive({"index.py": SEES, "who.py": "NAME = 'code'"})},
        Layers=[layer],
        Environment={"Variables": {"OWN": "mine"}},
    )
    answer, failed = aws.invoke(function)
    assert not failed, answer
    assert answer == {
        "ministack": False,
        "boto3": False,
        "settings": {"OWN": "mine"},
        "who": "code",
        "from_layer": "layer",
    }


def an_error_tells_its_type_and_stack(aws: Emulator) -> None:
    function = aws.function(RAISES)
    answer, failed = aws.invoke(function, {"fail": True})
    assert failed
    assert (answer["errorType"], answer["errorMessage"]) == ("ValueError", "no such thing")
    assert "raise ValueError" in answer["stackTrace"][-1]


def a_process_outlives_an_error(aws: Emulator) -> None:
    function = aws.function(RAISES)
    before, _failed = aws.invoke(function)
    aws.invoke(function, {"fail": True})
    assert aws.invoke(function) == (before, False)


def a_report_tells_the_function_s_own_memory(aws: Emulator) -> None:
    used = {}
    for mb in (150, 1):
        function = aws.function(TAKES)
        aws.invoke(function, {"mb": mb})
        report = aws.wait_for("report", lambda name=function: aws.printed(name, platform=True))[-1]  # type: ignore[misc]
        found = re.search(r"Max Memory Used: (\d+) MB", report)
        assert found
        used[mb] = int(found[1])
    assert used[1] < 100 < 150 <= used[150]


CHECKS = (
    a_function_sees_what_is_its_own,
    an_error_tells_its_type_and_stack,
    a_process_outlives_an_error,
    a_report_tells_the_function_s_own_memory,
)
