"""The embedded AWS: ministack in a process of its own, with the gaps that the desk meets mended.

`python -m simulator.emulator` serves it; `process.py` starts and stops it; `patches/` holds what it lacks,
one function a gap; `environment.py` and `bootstrap.py` are the two ends of a function's process.
"""
