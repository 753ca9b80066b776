"""`python -m simulator run|up|down`; the Makefile calls it."""

import sys

from simulator.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
