"""What happens when a file of scores comes: planned, calculated in chunks, published, students told.

Every step may be repeated, killed or overtaken by a newer version of its file:
docs/decisions/0040-rows-and-versions.md.
"""
