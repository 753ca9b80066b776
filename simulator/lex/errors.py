"""The exceptions of the Lex V2 runtime, as its clients know them.

LexError                       `status` is the HTTP status, the class name the client's exception
├── ValidationException        400  the request is not what the service takes
├── ResourceNotFoundException  404  no such bot, alias, locale or session
├── ConflictException          409  the session is in the middle of another turn
├── DependencyFailedException  424  the code hook failed, or answered what Lex cannot use
├── ThrottlingException        429  too many turns at once
└── BadGatewayException        502  the code hook could not be reached
"""

from __future__ import annotations


class LexError(Exception):
    """A refusal. The message goes to the client: it holds nothing that anybody said."""

    status = 500


class ValidationException(LexError):  # noqa: N818  (Amazon's names)
    """The request is not what the service takes."""

    status = 400


class ResourceNotFoundException(LexError):  # noqa: N818
    """There is no such bot, alias, locale or session."""

    status = 404


class ConflictException(LexError):  # noqa: N818
    """The session is in the middle of another turn."""

    status = 409


class DependencyFailedException(LexError):  # noqa: N818
    """The code hook failed, or answered what Lex cannot use."""

    status = 424


class ThrottlingException(LexError):  # noqa: N818
    """Too many turns at once."""

    status = 429


class BadGatewayException(LexError):  # noqa: N818
    """The code hook could not be reached."""

    status = 502
