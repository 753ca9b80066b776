"""From a person, a channel and a locale to a conversation with the desk that runs here."""

from __future__ import annotations

import http.client
import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from frontdesk.aws.keys import Keys
from frontdesk.errors import TryAgain
from simulator.alexa import AlexaDevice, load_model
from simulator.alexa.model import model_path
from simulator.alexa.remote import over_http
from simulator.desk import Desk, NotRunning, client, find
from simulator.nlu import Nlu, alexa_nlu
from simulator.place import Place
from simulator.talk.chat import Chat, signer
from simulator.talk.heard import Conversation
from simulator.talk.options import Options, Unusable
from simulator.talk.voice import Soon, Voice

START = "`make run` starts one in front, `make up` in the background"
HEALTH_SECONDS = 5


def conversation(options: Options, place: Place) -> Conversation:
    """The conversation that was asked for. Raises Unusable where no desk answers here."""
    desk = _open_desk(place)
    return _chat(options, desk) if options.channel == "lex" else _voice(options, desk)


def _open_desk(place: Place) -> Desk:
    try:
        desk = find(place)
        connection = http.client.HTTPConnection(urlsplit(desk.url).netloc, timeout=HEALTH_SECONDS)
        connection.request("GET", "/health")
        healthy = json.loads(connection.getresponse().read()) == {"status": "ok"}
    except (NotRunning, OSError):
        raise Unusable(_why_not(place)) from None
    except (http.client.HTTPException, ValueError):
        healthy = False
    if not healthy:
        raise Unusable(f"what answers at {desk.url} is no desk: `make down`, then `make up`")
    return desk


def _why_not(place: Place) -> str:
    from simulator.holding import holder  # slow to load, and only wanted where there is no desk

    if holder(place) is not None:
        return "the desk is still starting: try again when it says that it is open"
    return f"no desk is running here: {START}"


def _voice(options: Options, desk: Desk) -> Conversation:
    def understanding() -> Nlu:
        model = json.loads(model_path(options.locale).read_text(encoding="utf-8"))
        return alexa_nlu(model, options.locale)

    nlu, user = Soon(understanding), options.person.alexa_user
    return Voice(AlexaDevice(over_http(desk.url), nlu, user, options.locale, load_model(options.locale)))


def _chat(options: Options, desk: Desk) -> Conversation:
    bot = client(desk.url, "lexv2-runtime", retries={"total_max_attempts": 1}, read_timeout=35)
    if options.person.stranger:
        return Chat(bot, options.locale)
    clients: Any = SimpleNamespace(kms=desk.client("kms"))
    try:
        key = Keys(clients, desk.outputs["DeskKeyArn"]).caller
    except TryAgain:
        raise Unusable(f"the embedded AWS at {desk.aws_url} does not answer: {START}") from None
    return Chat(bot, options.locale, signer(key, options.person.lex_subject))
