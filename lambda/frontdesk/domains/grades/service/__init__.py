"""What is done with grades, in plain Python over values: no SDK, no prose, no environment.

questions is for the conversation; the rest is for files, from their bytes to their class's report.
"""
