"""Writing: a conversation with the Lex bot."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from frontdesk.channels.caller_token import sign
from frontdesk.channels.lex import CALLER
from simulator.functions import Json
from simulator.lex import ALIAS_ID, BOT_ID
from simulator.talk.heard import Heard, keeps_secret

TOKEN_SECONDS = 300


def signer(key: bytes, subject: str) -> Callable[[], str]:
    """What vouches for a person, message by message, as the web gateway does for who has signed in.

    key: the desk's caller key.
    """
    return lambda: sign(key, subject, int(time.time()) + TOKEN_SECONDS)


class Chat:
    """client: boto3's lexv2-runtime. locale: "en-US". token: vouches for the person; "" for a stranger."""

    def __init__(self, client: Any, locale: str, token: Callable[[], str] = str) -> None:
        self._client, self._token = client, token
        self._path = {
            "botId": BOT_ID,
            "botAliasId": ALIAS_ID,
            "localeId": locale.replace("-", "_"),
            "sessionId": f"talk-{uuid.uuid4()}",
        }
        self._asked = ""

    def say(self, text: str) -> Heard:
        """One message, and what the bot answers."""
        token = self._token()
        request: Json = {**self._path, "text": text}
        request |= {"requestAttributes": {CALLER: token}} if token else {}
        try:
            response = self._client.recognize_text(**request)
        except (ClientError, BotoCoreError) as error:
            return Heard(problems=(str(error),), secret=True, envelopes=((request, None),))
        del response["ResponseMetadata"]
        return self._heard(request, response)

    def _heard(self, request: Json, response: Json) -> Heard:
        state, messages = response["sessionState"], response.get("messages", ())
        meant = [each["intent"]["name"] for each in response.get("interpretations", ())]
        secret = any(keeps_secret(intent) for intent in (self._asked, *meant))
        asks = state["dialogAction"]["type"] == "ElicitSlot"
        self._asked = state["intent"]["name"] if asks else ""
        cards = [each["imageResponseCard"] for each in messages if each.get("imageResponseCard")]
        return Heard(
            lines=tuple(each["content"] for each in messages if each.get("content")),
            card=" | ".join(_card(card) for card in cards),
            problems=() if messages else ("the bot said nothing",),
            secret=secret,
            envelopes=((request, response),),
        )

    def leave(self) -> None:
        """A chat is left without a word."""


def _card(card: Json) -> str:
    buttons = " ".join(f"[{button['text']}]" for button in card.get("buttons", ()))
    return buttons or " | ".join(str(card[part]) for part in ("title", "subtitle") if card.get(part))
