"""The Lex V2 runtime on one machine, for the bot of stacks/lex.yaml."""

from simulator.lex.bot import Bot, load_template, read_bot
from simulator.lex.errors import LexError
from simulator.lex.service import ALIAS_ID, BOT_ID, LexService

__all__ = ["ALIAS_ID", "BOT_ID", "Bot", "LexError", "LexService", "load_template", "read_bot"]
