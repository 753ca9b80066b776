"""What a conversation reads: one call a question, eventually consistent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError
from frontdesk.aws.items import from_item, to_item
from frontdesk.domains.grades.model import Change, Held, Published
from frontdesk.domains.grades.store import rows
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class GradeBook:
    """table: its name. All methods raise TryAgain where DynamoDB does not answer.

    A call answers up to 1 MB (DynamoDB's limit of a page): some 4,000 grades, or 1,000 classes. Only what
    does not fit takes another.
    """

    def __init__(self, dynamodb: DynamoDBClient, table: str) -> None:
        self.dynamodb, self.table = dynamodb, table

    def student(self, roll: str) -> tuple[list[Held], list[Change]]:
        """Every row there is of a student, replaced ones too, and the changes that corrections made."""
        found = list(self._query(rows.student(roll)))
        return _held(found), [rows.change(row) for row in found if row["sk"].startswith(rows.CHANGE)]

    def classes(self) -> list[Published]:
        """Every file's class."""
        return [rows.published(row) for row in self._query(rows.CLASS)]

    def student_and_classes(self, roll: str) -> tuple[list[Held], list[Published]]:
        """A student's rows and every file's class, in one call: PartiQL reads two partitions at once."""
        found = list(self._select(rows.student(roll), rows.CLASS))
        return _held(found), [rows.published(row) for row in found if row["pk"] == rows.CLASS]

    def _query(self, pk: str) -> Iterator[dict[str, Any]]:
        def page(**more: Any) -> tuple[list[Any], dict[str, Any]]:
            answer = self.dynamodb.query(
                TableName=self.table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues=to_item({":pk": pk}),
                **more,
            )
            last = answer.get("LastEvaluatedKey")
            return answer["Items"], {"ExclusiveStartKey": last} if last else {}

        return _pages(page)

    def _select(self, *pks: str) -> Iterator[dict[str, Any]]:
        places = ", ".join("?" * len(pks))

        def page(**more: Any) -> tuple[list[Any], dict[str, Any]]:
            answer = self.dynamodb.execute_statement(
                Statement=f'SELECT * FROM "{self.table}" WHERE pk IN [{places}]',  # nosec B608
                Parameters=[{"S": pk} for pk in pks],
                **more,
            )
            token = answer.get("NextToken")
            return answer["Items"], {"NextToken": token} if token else {}

        return _pages(page)


def _pages(page: Callable[..., tuple[list[Any], dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    more: dict[str, Any] = {}
    while True:
        try:
            items, more = page(**more)
        except AwsError as error:
            raise TryAgain from error
        yield from map(from_item, items)
        if not more:
            return


def _held(found: list[dict[str, Any]]) -> list[Held]:
    return [rows.held(row) for row in found if row["sk"].startswith(rows.GRADE)]
