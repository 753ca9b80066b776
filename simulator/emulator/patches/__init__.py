"""What ministack 1.5.33 lacks or does otherwise than AWS, mended at run time: one function a gap.

Each says what AWS does and ministack does not, and has its test in tests/contract/emulator/: that asks
an unpatched ministack too and fails once that behaves like AWS: then delete the patch with its test.
"""

from __future__ import annotations

from simulator.emulator.patches import (
    cloudformation,
    dynamodb,
    event_sources,
    functions,
    http_api,
    invocations,
    objects,
    partiql,
    permissions,
    polling,
    topics,
    transport,
)


def apply() -> None:
    """Mends ministack in this process. Call once, before it serves."""
    for module in (
        functions,
        invocations,
        event_sources,
        cloudformation,
        dynamodb,
        http_api,
        objects,
        partiql,
        permissions,
        polling,
        topics,
        transport,
    ):
        module.apply()
