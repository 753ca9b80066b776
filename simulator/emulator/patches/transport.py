"""Transport: what the emulator takes a request on loopback for."""

from __future__ import annotations

from ministack import app
from ministack.core import iam_evaluator


def take_loopback_for_tls() -> None:
    """AWS: answers over TLS, and a policy that denies everything else (aws:SecureTransport) denies nothing.
    ministack: answers over HTTP, which such a policy refuses. On loopback that is as good as TLS."""
    stock = iam_evaluator.pin_request_origin

    def pin(source_ip: str, secure_transport: bool) -> None:
        stock(source_ip, True)

    iam_evaluator.pin_request_origin = app.pin_request_origin = pin


def apply() -> None:
    take_loopback_for_tls()
