"""A ticket's code, as QR: by segno, which is pure Python and draws PNG and SVG itself."""

from __future__ import annotations

import io

import segno

# Level M: what it says can be read with 15 % of it dirty, folded or torn.
ERRORS = "m"
SCALE = 8  # pixels a module: the whole is some 360 pixels wide
BORDER = 4  # modules of quiet around it, as ISO/IEC 18004 wants


def png(payload: str) -> bytes:
    """The code as a picture."""
    out = io.BytesIO()
    _code(payload).save(out, kind="png", scale=SCALE, border=BORDER)
    return out.getvalue()


def svg(payload: str) -> str:
    """The code as a part of an HTML page."""
    return str(_code(payload).svg_inline(scale=SCALE, border=BORDER, omitsize=True))


def _code(payload: str) -> segno.QRCode:
    return segno.make_qr(payload, error=ERRORS, boost_error=False)
