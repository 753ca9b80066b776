"""Finding a number that must be nowhere, whatever it was made into on its way."""

from __future__ import annotations

import base64
import binascii
import codecs
import gzip
import hashlib
import html
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from urllib.parse import quote, unquote

# How deep what is wrapped is unwrapped: gzip in base64 in JSON in an envelope.
DEPTH = 4

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){9,}")
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

# What an encoding makes of a text; each of these is found, alone and inside something else.
ENCODINGS: Mapping[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 in a sentence": lambda text: base64.b64encode(f'{{"ssn": "{text}"}}'.encode()),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(f"?>{text}?>".encode()).rstrip(b"="),
    "base32": lambda text: base64.b32encode(text.encode()),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "HEXADECIMAL": lambda text: text.encode().hex().upper().encode(),
    "url": lambda text: quote(text, safe="").encode(),
    "url, every character": lambda text: "".join(f"%{ord(each):02X}" for each in text).encode(),
    "JSON escapes": lambda text: "".join(f"\\u{ord(each):04x}" for each in text).encode(),
    "JSON in JSON": lambda text: json.dumps(json.dumps({"ssn": f"\t{text}"})).encode(),
    "HTML": lambda text: "".join(f"&#{ord(each)};" for each in text).encode(),
    "reversed": lambda text: text[::-1].encode(),
    "gzip": lambda text: gzip.compress(f"…{text}…".encode()),
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text.encode())),
    "deflate": lambda text: zlib.compress(text.encode()),
    "UTF-16": lambda text: text.encode("utf-16"),
    "fullwidth": lambda text: text.translate({ord("0") + n: 0xFF10 + n for n in range(10)}).encode(),
    "rot13": lambda text: codecs.encode(text, "rot13").encode(),
    "said": lambda text: " ".join(_WORDS[int(each)] for each in text if each.isdigit()).encode(),
    "SHA-256": lambda text: hashlib.sha256(text.encode()).hexdigest().encode(),
    "SHA-1": lambda text: hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().encode(),
    "MD5": lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().encode(),
}


class Canary:
    """ssn: "900-12-3456". A bare hash of it counts as the number: a thousand million can be tried."""

    def __init__(self, ssn: str) -> None:
        self.ssn, self.digits = ssn, ssn.replace("-", "")

    @property
    def spellings(self) -> tuple[str, ...]:
        area, group, serial = self.ssn.split("-")
        return self.digits, *(sign.join((area, group, serial)) for sign in "- ._/\u2010\u2013")

    def found(self, hay: bytes) -> bool:
        """Whether the number is in this, in any of the encodings."""
        return bool(found({"": self}, hay))

    @cached_property
    def needles(self) -> re.Pattern[bytes]:
        texts = [*self.spellings, *(each[::-1] for each in self.spellings)]
        needles = [each.encode() for each in texts]
        for spelling in (self.digits, self.ssn):
            for name in ("SHA-256", "SHA-1", "MD5", "said", "base32"):
                needles.append(ENCODINGS[name](spelling).rstrip(b"="))
            for hashed in (hashlib.sha256, hashlib.sha1, hashlib.md5):
                needles.append(hashed(spelling.encode()).digest())
        return re.compile(b"|".join(map(re.escape, needles)), re.IGNORECASE)


def found(canaries: Mapping[str, Canary], hay: bytes) -> set[str]:
    """The names of those that are in this, in any of the encodings."""
    layers = list(_unwrapped(hay, DEPTH))
    return {name for name, one in canaries.items() if any(map(one.needles.search, layers))}


def _unwrapped(hay: bytes, depth: int) -> Iterator[bytes]:
    """What is in something, however it was wrapped."""
    seen = {hay}
    layer = {hay}
    for _ in range(depth):
        layer = {inner for each in layer for inner in _once(each)} - seen
        seen |= layer
    yield from seen


def _once(hay: bytes) -> Iterator[bytes]:
    for encoding in ("utf-16-le", "utf-16-be"):
        if b"\0" in hay:
            for start in (0, 1):
                yield hay[start:].decode(encoding, "ignore").encode("utf-8", "ignore")
    text = hay.decode("utf-8", "ignore")
    plain = text.translate({0xFF10 + n: str(n) for n in range(10)})
    yield from (made.encode("utf-8", "ignore") for made in (plain, unquote(text), html.unescape(text)))
    if "\\" in text:
        escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda each: chr(int(each[1], 16)), text)
        yield re.sub(r"\\(.)", r"\1", escaped).encode("utf-8", "ignore")
    for run in _BASE64.findall(hay):
        yield from _base64(run)
    for run in _HEX.findall(hay):
        yield bytes.fromhex(run.decode())
        yield bytes.fromhex(run[1:-1].decode()) if len(run) > 20 else b""
    for magic, wbits in ((b"\x1f\x8b", 31), (b"x\x9c", 15), (b"x\xda", 15)):
        for found in re.finditer(re.escape(magic), hay):
            yield _inflated(hay[found.start() :], wbits)


def _base64(run: bytes) -> Iterator[bytes]:
    """A run of base64 may begin anywhere in what was matched."""
    run = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    for start in range(4):
        part = run[start:]
        whole = part[:-1] if len(part) % 4 == 1 else part  # one digit alone is no byte
        yield binascii.a2b_base64(whole + b"==")


def _inflated(packed: bytes, wbits: int) -> bytes:
    try:
        return zlib.decompressobj(wbits).decompress(packed, 1 << 20)
    except zlib.error:
        return b""
