"""The template knows what the demo brings: CloudFormation calls nobody for a change that it does not see."""

from __future__ import annotations

import hashlib

from tools.templates import ROOT, load


def test_the_template_names_the_demo_files_as_they_are() -> None:
    digest = hashlib.sha256()
    for path in sorted(path for path in (ROOT / "lambda" / "demo").rglob("*") if path.is_file()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    named = load(ROOT / "template.yaml")["Resources"]["DemoContent"]["Properties"]["Content"]
    assert named == digest.hexdigest()[:12], "lambda/demo has changed: put this into template.yaml"
