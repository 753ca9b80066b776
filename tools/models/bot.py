"""stacks/lex.yaml: the Lex V2 bot with everything it needs, as one nested stack."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tools.models.lex import Json, bot_locale
from tools.models.source import Source

TEST_ALIAS = "TSTALIASID"  # the alias behind "Test" in the Lex console: every bot has it


def template(source: Source) -> Json:
    """The stack. Its parameters: the code hook's ARN and the bot's name; its outputs: bot and alias ids."""
    locales = [bot_locale(source, locale) for locale in source.locales if locale.spec.lex]
    # A version is a copy that never changes: a new logical id, and so a new version, whenever the words do.
    digest = hashlib.sha256(json.dumps(locales, sort_keys=True).encode()).hexdigest()[:8]
    version = f"BotVersion{digest}"
    ids = [locale["LocaleId"] for locale in locales]
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Front Desk as a Lex V2 bot. Generated from interactionModels; do not edit.",
        "Parameters": {
            "FunctionArn": {"Type": "String", "Description": "The function that is the bot's code hook."},
            "BotName": {
                "Type": "String",
                "Default": "FrontDesk",
                "Description": "What the console calls it.",
            },
        },
        "Resources": {
            "BotRole": _role(),
            "Bot": _bot(locales, ids),
            version: {
                "Type": "AWS::Lex::BotVersion",
                "Properties": {
                    "BotId": _ref("Bot"),
                    "BotVersionLocaleSpecification": [
                        {"LocaleId": i, "BotVersionLocaleDetails": {"SourceBotVersion": "DRAFT"}} for i in ids
                    ],
                },
            },
            "BotAlias": {
                "Type": "AWS::Lex::BotAlias",
                "Properties": {
                    "BotAliasName": "live",
                    "BotId": _ref("Bot"),
                    "BotVersion": {"Fn::GetAtt": [version, "BotVersion"]},
                    "BotAliasLocaleSettings": _code_hooks(ids),
                },
            },
            "LivePermission": _permission("${BotAlias.BotAliasId}"),
            "TestPermission": _permission(TEST_ALIAS),
        },
        "Outputs": {
            "BotId": {"Value": _ref("Bot")},
            "BotAliasId": {"Value": {"Fn::GetAtt": ["BotAlias", "BotAliasId"]}},
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def _role() -> Json:
    def statement(**more: Any) -> Json:
        return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **more}]}

    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": statement(
                Principal={"Service": "lexv2.amazonaws.com"},
                Action="sts:AssumeRole",
                Condition={"StringEquals": {"aws:SourceAccount": _ref("AWS::AccountId")}},
            ),
            # Polly's speech belongs to no resource that could be named.
            "Policies": [
                {
                    "PolicyName": "speech",
                    "PolicyDocument": statement(Action="polly:SynthesizeSpeech", Resource="*"),
                }
            ],
        },
    }


def _bot(locales: list[Json], ids: list[str]) -> Json:
    return {
        "Type": "AWS::Lex::Bot",
        "Properties": {
            "Name": _ref("BotName"),
            "RoleArn": {"Fn::GetAtt": ["BotRole", "Arn"]},
            "DataPrivacy": {"ChildDirected": False},
            "IdleSessionTTLInSeconds": 300,
            "AutoBuildBotLocales": True,
            "TestBotAliasSettings": {"BotAliasLocaleSettings": _code_hooks(ids)},
            "BotLocales": locales,
        },
    }


def _code_hooks(ids: list[str]) -> list[Json]:
    hook = {"CodeHookInterfaceVersion": "1.0", "LambdaArn": _ref("FunctionArn")}
    setting = {"Enabled": True, "CodeHookSpecification": {"LambdaCodeHook": hook}}
    return [{"LocaleId": i, "BotAliasLocaleSetting": setting} for i in ids]


def _permission(alias: str) -> Json:
    arn = f"arn:${{AWS::Partition}}:lex:${{AWS::Region}}:${{AWS::AccountId}}:bot-alias/${{Bot}}/{alias}"
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": _ref("FunctionArn"),
            "Principal": "lexv2.amazonaws.com",
            "SourceAccount": _ref("AWS::AccountId"),
            "SourceArn": {"Fn::Sub": arn},
        },
    }
