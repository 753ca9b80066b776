"""`python -m simulator.talk`; `make talk` calls it, and hands its command line over as the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from simulator.place import here
from simulator.talk import opening, options, terminal


def main(environment: Mapping[str, str]) -> int:
    """Holds one conversation. The exit code: 0 where every turn was answered."""
    try:
        wanted = options.read(environment)
        place = here()
        conversation = opening.conversation(wanted, place)
        if wanted.say is not None:
            return 0 if terminal.recite(conversation, wanted.say, wanted.json) else 1
        if not sys.stdin.isatty():
            piped = (line.strip() for line in sys.stdin if line.strip())
            return 0 if terminal.recite(conversation, piped, wanted.json) else 1
        hint = ' Say "open front desk", or ask at once.' if wanted.channel == "alexa" else ""
        print(f"You are {wanted.person.name}, on {wanted.channel}.{hint} Ctrl-D leaves.")
        terminal.converse(conversation, place.state / "talk_history", wanted.json)
    except options.Unusable as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read what was said has gone: there is nobody to tell of it either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
