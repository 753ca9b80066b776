"""`make models` writes what is generated from interactionModels/; with --check it only compares."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from tools.models import alexa, bot, check, contract, instead, phrases
from tools.models.source import Source, SourceError, load

SOURCE = Path("interactionModels")
ALEXA = Path("skill-package/interactionModels/custom")


class _Plain(yaml.SafeDumper):
    """YAML as CloudFormation takes it: it refuses anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def outputs(source: Source) -> Mapping[Path, str]:
    """Every generated file, by its path in the repository."""
    texts = {Path("lambda/frontdesk/conversation/intents.py"): contract.module(source)}
    for locale in source.locales:
        texts[ALEXA / f"{locale.name}.json"] = (
            json.dumps(alexa.model(source, locale), indent=2, ensure_ascii=False) + "\n"
        )
    texts[Path("stacks/lex.yaml")] = yaml.dump(
        bot.template(source), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110
    )
    return texts


def main(root: Path, compare: bool) -> int:
    """Write or compare below `root`. Returns the exit code: 1 when the source is wrong or a file differs."""
    try:
        source = instead.completed(load(root / SOURCE))
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    problems = check.problems(source)
    problems += phrases.problems(root, [locale.name for locale in source.locales]) if compare else []
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    return _compare(root, outputs(source)) if compare else _write(root, outputs(source))


def _compare(root: Path, texts: Mapping[Path, str]) -> int:
    stale = [path for path, text in texts.items() if _stored(root / path) != text] + _left(root, texts)
    for path in stale:
        print(f"{path} is not what {SOURCE} says: run make models", file=sys.stderr)
    return 1 if stale else 0


def _write(root: Path, texts: Mapping[Path, str]) -> int:
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    for path in _left(root, texts):
        (root / path).unlink()
    return 0


def _left(root: Path, texts: Mapping[Path, str]) -> list[Path]:
    """Models of locales that are no more."""
    models = (path.relative_to(root) for path in (root / ALEXA).glob("*.json"))
    return sorted(path for path in models if path not in texts)


def _stored(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(Path(), compare="--check" in sys.argv[1:]))
