"""`make load`: a file of one's own goes into the running desk the way everybody's does, with progress."""
