"""What a failed call to AWS is known by."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, NoCredentialsError

from frontdesk.aws.clients import error_code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ClientError({"Error": {"Code": "ThrottlingException"}}, "GetItem"), "ThrottlingException"),
        (ConnectionClosedError(endpoint_url="https://aws.example"), ""),  # its `response` is None
        (NoCredentialsError(), ""),
        (ValueError(), ""),
    ],
)
def test_an_error_s_code_is_empty_where_no_answer_came(error: Exception, code: str) -> None:
    assert error_code(error) == code
