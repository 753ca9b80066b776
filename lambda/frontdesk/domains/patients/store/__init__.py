"""Three tables, so that who may see one does not see the others.

Visits   what may be known outside the vault; the conversation reads nothing else
pk               sk                what
VISIT#<number>   VISIT             a checkout: token, state, left, cents (of the bill); which record it is of:
                                   file, version, at, content (a keyed digest)
FILE#<id>        FILE              the newest version of an upload, and what came of it
index ByPatient: token, left (number and state alone)

Vault    sealed records, and who has which SSN; never a plain name, SSN or address
VISIT#<number>   RECORD            the record, sealed with a data key of its patient
VISIT#<number>   BILL              the bill, sealed likewise
SSN#<match>      VISIT#<number>    who (token) has this SSN; match and token are keyed hashes
REVIEW           SSN#<match>       two people with one SSN: for a human to look at
LOOK             SSN#<match>#…     a visit is somebody else's now: is its SSN still shared?
GONE#<token>     GONE              this patient was deleted, and when
AUDIT            <time>#<id>       what was deleted, with proof

Keys     data keys, wrapped by KMS; what is deleted here is gone for good after a day (its backups are short)
<token>          VISIT#<number>    the key of one visit's record and bill
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.aws.clients import AwsError
from frontdesk.aws.items import from_item, to_item
from frontdesk.domains.patients.model import State, Visit
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# The newest visits of a patient, as many as a question may be about.
PAGE = 20


class VisitStore:
    """What the conversation reads. table: the Visits table's name."""

    def __init__(self, dynamodb: DynamoDBClient, table: str) -> None:
        self.dynamodb, self.table = dynamodb, table

    def of_patient(self, token: str) -> list[Visit]:
        """A patient's newest visits, some seconds behind at most. Raises TryAgain."""
        try:
            found = self.dynamodb.query(
                TableName=self.table,
                IndexName="ByPatient",
                KeyConditionExpression="#t = :token",
                ExpressionAttributeNames={"#t": "token"},
                ExpressionAttributeValues=to_item({":token": token}),
                ScanIndexForward=False,
                Limit=PAGE,
            )
        except AwsError as error:
            raise TryAgain from error
        return [_visit(from_item(item)) for item in found["Items"]]


def _visit(row: dict[str, str]) -> Visit:
    return Visit(row["pk"].removeprefix("VISIT#"), State(row["state"]), row["left"])
