"""Sessions as clients see and move them: GetSession, PutSession, DeleteSession."""

from __future__ import annotations

import pytest

from simulator.lex.errors import ResourceNotFoundException, ValidationException
from tests.support.bots import CodeHook, a_service, answer, delegate


def test_a_session_is_shown_as_the_last_turn_left_it() -> None:
    asked = answer("ElicitSlot", "Grade", "Which?", slotToElicit="subject", attributes={"memory": "one"})
    service = a_service(CodeHook(asked))
    turn = service.recognize_text("en_US", "maya", {"text": "grade"})
    del turn["requestAttributes"]
    assert service.get_session("en_US", "maya") == turn


def test_sessions_are_apart() -> None:
    hook = CodeHook(
        answer("ElicitIntent", text="A?", attributes={"memory": "one"}), answer("ElicitIntent", text="B?")
    )
    service = a_service(hook)
    service.recognize_text("en_US", "maya", {"text": "grade"})
    service.recognize_text("en_US", "omar", {"text": "grade"})
    assert hook.got[1]["sessionState"]["sessionAttributes"] == {}


def test_a_session_that_is_not_there_is_not_found() -> None:
    service = a_service(CodeHook())
    with pytest.raises(ResourceNotFoundException):
        service.get_session("en_US", "maya")
    with pytest.raises(ResourceNotFoundException):
        service.delete_session("en_US", "maya")


def test_a_deleted_session_begins_anew() -> None:
    hook = CodeHook(*[answer("ElicitIntent", text="A?", attributes={"memory": "one"})] * 2)
    service = a_service(hook)
    service.recognize_text("en_US", "maya", {"text": "grade"})
    assert service.delete_session("en_US", "maya") == {
        "botId": "FRONTDESK1",
        "botAliasId": "TSTALIASID",
        "localeId": "en_US",
        "sessionId": "maya",
    }
    service.recognize_text("en_US", "maya", {"text": "grade"})
    assert hook.got[1]["sessionState"]["sessionAttributes"] == {}


def test_a_client_moves_a_session_and_the_next_turn_goes_on_from_there() -> None:
    hook = CodeHook(answer("Close", "Grade"))
    service = a_service(hook)
    state = {
        "sessionAttributes": {"from": "client"},
        "dialogAction": {"type": "ElicitSlot", "slotToElicit": "subject"},
        "intent": {"name": "Grade"},
    }
    put = service.put_session(
        "en_US", "maya", {"sessionState": state, "requestAttributes": {"x-caller": "t"}}
    )
    assert put["messages"] == [{"contentType": "PlainText", "content": "subject?"}]
    assert put["requestAttributes"] == {"x-caller": "t"}
    assert put["sessionState"]["sessionAttributes"] == {"from": "client"}
    assert hook.got == []
    service.recognize_text("en_US", "maya", {"text": "algebra"})
    sent = hook.got[0]["sessionState"]
    assert sent["intent"]["slots"]["subject"]["value"]["interpretedValue"] == "algebra"
    assert sent["sessionAttributes"] == {"from": "client"}


def test_a_client_may_put_its_own_words_with_the_session() -> None:
    words = [{"contentType": "PlainText", "content": "Welcome."}]
    service = a_service(CodeHook())
    state = {"dialogAction": {"type": "ElicitIntent"}}
    put = service.put_session("en_US", "maya", {"sessionState": state, "messages": words})
    assert put["messages"] == words
    assert service.get_session("en_US", "maya")["messages"] == words


def test_a_delegated_session_goes_on_by_the_code_hook() -> None:
    hook = CodeHook(delegate)
    state = {"dialogAction": {"type": "Delegate"}, "intent": {"name": "Book"}}
    put = a_service(hook).put_session("en_US", "maya", {"sessionState": state})
    assert put["sessionState"]["dialogAction"] == {"type": "ElicitSlot", "slotToElicit": "subject"}
    assert hook.got[0]["inputTranscript"] == ""


def test_a_session_cannot_be_put_without_a_state() -> None:
    with pytest.raises(ValidationException, match="'sessionState'"):
        a_service(CodeHook()).put_session("en_US", "maya", {})
