"""Demo people and demo files: brought as people would come and drop them, and taken away without a trace.

`demo/people.json` are the people, who may sign in, too. `demo/files/<prefix>/…` go to the school's bucket
under the same keys, where the real functions find them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.conversation.turn import Account
from frontdesk.domains.accounts.service import Accounts

if TYPE_CHECKING:
    from types_boto3_cognito_idp import CognitoIdentityProviderClient
    from types_boto3_s3 import S3Client

FOLDER = Path(__file__).parent.parent / "demo"
MARK = {"brought-by": "demo-data"}  # on our objects: what others put under the same key is theirs


@dataclass(frozen=True, slots=True)
class Demo:
    """bucket: the school's. pool: the user pool's id.

    folder: people.json and files/. made: ids that are known only after the deployment; a link to one is
    written as "$NAME". AWS's errors pass through, to whoever deploys.
    """

    accounts: Accounts
    s3: S3Client
    bucket: str
    cognito: CognitoIdentityProviderClient
    pool: str
    folder: Path = FOLDER
    made: Mapping[str, str] = field(default_factory=dict)

    def bring(self) -> None:
        """Everything is there afterwards, as often as it is called."""
        for person in self._people():
            links = {name: tuple(map(self._id, ids)) for name, ids in person["links"].items()}
            account = Account(person["account"], links, tuple(person.get("roles", ())))
            for caller in person["callers"]:
                self.accounts.link(caller, account)
            self.accounts.set_pin(account.id, person["pin"])
            self._may_sign_in(account, person["password"])
        for path, key in self._files():
            self.s3.put_object(Bucket=self.bucket, Key=key, Body=path.read_bytes(), Metadata=MARK)

    def take_away(self) -> None:
        """Nothing of it is there afterwards, in no version; what others put there stays."""
        for person in self._people():
            self.accounts.forget(person["account"], [*person["callers"], f"user:{person['account']}"])
            with suppress(self.cognito.exceptions.UserNotFoundException):
                self.cognito.admin_delete_user(UserPoolId=self.pool, Username=person["account"])
        for _path, key in self._files():
            for version in self._versions(key):
                found = self.s3.head_object(Bucket=self.bucket, Key=key, VersionId=version)
                if found["Metadata"] == MARK:
                    self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=version)

    def _may_sign_in(self, account: Account, password: str) -> None:
        self.accounts.link(f"user:{account.id}", account)
        with suppress(self.cognito.exceptions.UsernameExistsException):
            self.cognito.admin_create_user(
                UserPoolId=self.pool, Username=account.id, MessageAction="SUPPRESS"
            )
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=account.id, Password=password, Permanent=True
        )

    def _id(self, link: str) -> str:
        return self.made[link.removeprefix("$")] if link.startswith("$") else link

    def _people(self) -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = json.loads((self.folder / "people.json").read_text())
        return people

    def _files(self) -> Iterator[tuple[Path, str]]:
        files = self.folder / "files"
        paths = sorted(path for path in files.rglob("*") if path.is_file())
        return ((path, path.relative_to(files).as_posix()) for path in paths)

    def _versions(self, key: str) -> list[str]:
        # Our keys have few versions: one page of 1,000 holds them.
        listed = self.s3.list_object_versions(Bucket=self.bucket, Prefix=key)
        return [version["VersionId"] for version in listed.get("Versions", []) if version["Key"] == key]
