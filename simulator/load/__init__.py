"""`make load`: files of an organisation's own, into the desk on this machine."""


class Unusable(Exception):
    """The file cannot be loaded; the message says why and what to do."""
