"""`make nlu FILE=….jsonl`: measure the understanding on a file of sentences."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import yaml

from simulator.nlu.evaluate import BadLine, evaluate, read_cases, report
from simulator.nlu.language import UnknownLocale
from simulator.nlu.local import LocalNlu, alexa_nlu, lex_nlu
from simulator.nlu.model import BadModel, canonical

_MODELS = {"alexa": "skill-package/interactionModels/custom/{locale}.json", "lex": "stacks/lex.yaml"}


def load(channel: str, locale: str, path: Path | None = None) -> LocalNlu:
    """The understanding of a generated model. Raises BadModel, UnknownLocale, OSError."""
    generated = Path(_MODELS[channel].format(locale=locale))
    if path is None and not generated.exists():
        there = ", ".join(sorted(each.stem for each in generated.parent.glob("*.json")))
        raise BadModel(f"{channel} has no locale {locale}; it has {there or 'none'}")
    path = path or generated
    try:
        if channel == "alexa":
            return alexa_nlu(json.loads(path.read_text("utf-8")), locale)
        return lex_nlu(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), locale)
    except (json.JSONDecodeError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadModel(f"{path} cannot be read as a model: {error}") from error


def main(arguments: list[str] | None = None) -> int:
    """Print the figures. 0 where everything could be read, else 2 and one line on stderr."""
    parser = argparse.ArgumentParser(prog="make nlu", description=__doc__)
    parser.add_argument("file", help="JSON Lines of {text, intent or null, slots?}")
    parser.add_argument("--channel", choices=tuple(_MODELS), default="alexa")
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--model", type=Path, help="another model than the generated one")
    options = parser.parse_args(arguments)
    try:
        if not options.file:
            raise BadLine("which sentences? make nlu FILE=….jsonl, each line {text, intent or null, slots?}")
        cases = list(read_cases(Path(options.file)))
        started = time.perf_counter()
        nlu = load(options.channel, options.locale, options.model)
        ready = time.perf_counter()
        score = evaluate(nlu, cases)
    except OSError as error:
        return _refused(f"{error.filename}: {error.strerror}")
    except (BadLine, BadModel, UnknownLocale) as error:
        return _refused(" ".join(str(error).split()))
    turn = (time.perf_counter() - ready) / max(len(cases), 1)
    print("\n".join(report(score)))
    there = {canonical(intent.name) for intent in nlu.model.intents}
    for name in sorted({case.intent for case in cases if case.intent} - there):
        print(f"there is no intent {name}; see interactionModels/intents.yaml", file=sys.stderr)
    print(f"\nstart {ready - started:.2f} s, a turn {turn * 1000:.2f} ms")
    return 0


def _refused(why: str) -> int:
    print(f"nlu: {why}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
