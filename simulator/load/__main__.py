"""`python -m simulator.load`; `make load` calls it, and hands its command line over as the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from urllib.error import URLError

from botocore.exceptions import EndpointConnectionError, HTTPClientError

from simulator import desk
from simulator.load import Unusable, customers, events, options, patients, scores
from simulator.load.options import Loader
from simulator.place import here

KINDS: Mapping[str, Loader] = {
    "scores": scores.load,
    "patients": patients.load,
    "customers": customers.load,
    "events": events.load,
}


def main(environment: Mapping[str, str]) -> int:
    """Loads one file. The exit code: 0 where all of it is in, rejected rows included in the count."""
    try:
        wanted, place = options.read(environment, KINDS), here()
        return KINDS[wanted.kind](wanted, desk.find(place), place.state)
    except (Unusable, desk.NotRunning) as problem:
        print(problem, file=sys.stderr)
        return 2
    except (HTTPClientError, EndpointConnectionError, URLError):
        print(
            "\nthe desk has closed meanwhile; what was uploaded is worked at when it opens again",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("\nleft; what was uploaded goes on being worked at", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(os.environ))
