"""What Amazon's cloud does between a person and the skill."""

from simulator.alexa.device import AlexaDevice
from simulator.alexa.line import Answer, Exchange
from simulator.alexa.model import SkillModel, load_model, read_model
from simulator.alexa.requests import SKILL_ID, Sender

__all__ = [
    "SKILL_ID",
    "AlexaDevice",
    "Answer",
    "Exchange",
    "Sender",
    "SkillModel",
    "load_model",
    "read_model",
]
