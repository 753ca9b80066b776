"""CloudFormation: what its resource handlers leave out of a template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.services import cloudformation, lambda_svc
from ministack.services.cloudformation import engine, provisioners

type Properties = dict[str, Any]


def after(resource: str, finish: Callable[[str, Properties], None]) -> None:
    """Has `finish(physical id, properties)` run whenever a resource of this type was made or changed."""
    handler = provisioners._RESOURCE_HANDLERS[resource]
    create, update = handler["create"], handler["update"]

    def created(logical_id: str, properties: Properties, *rest: Any, **more: Any) -> Any:
        result = create(logical_id, properties, *rest, **more)
        finish(result[0], properties)
        return result

    def updated(physical_id: str, old: Properties, new: Properties, *rest: Any, **more: Any) -> Any:
        result = update(physical_id, old, new, *rest, **more)
        finish(result[0], new)
        return result

    handler.update(create=created, update=updated)


def keep_function_settings() -> None:
    """AWS: a function has the DeadLetterConfig and ReservedConcurrentExecutions of its template.
    ministack: drops both."""

    def finish(name: str, properties: Properties) -> None:
        function = lambda_svc._functions[name]
        function["config"].pop("DeadLetterConfig", None)
        function.pop("concurrency", None)
        if "DeadLetterConfig" in properties:
            function["config"]["DeadLetterConfig"] = properties["DeadLetterConfig"]
        if "ReservedConcurrentExecutions" in properties:
            function["concurrency"] = int(properties["ReservedConcurrentExecutions"])

    after("AWS::Lambda::Function", finish)


def transform_nested_stacks() -> None:
    """AWS: a nested stack's template may use the SAM transform.
    ministack: refuses its AWS::Serverless resources."""
    handler = provisioners._RESOURCE_HANDLERS["AWS::CloudFormation::Stack"]
    parse = engine._parse_template

    def transforming(handle: Callable[..., Any]) -> Callable[..., Any]:
        def handled(*arguments: Any, **more: Any) -> Any:
            engine._parse_template = lambda body: engine._apply_transforms(parse(body))
            try:
                return handle(*arguments, **more)
            finally:
                engine._parse_template = parse

        return handled

    handler.update(create=transforming(handler["create"]), update=transforming(handler["update"]))


def keep_attributes_in_nested_stacks() -> None:
    """AWS: what an update of a nested stack leaves alone can still be read by Fn::GetAtt.
    ministack: forgets the attributes of a nested stack's unchanged resources, and the update fails."""
    update = provisioners._update_resource

    def updated(
        kind: str,
        physical_id: str,
        old: Properties,
        new: Properties,
        stack: str,
        logical_id: str | None = None,
        attributes: Properties | None = None,
    ) -> Any:
        if attributes is None and stack in cloudformation._stacks:
            known = cloudformation._stacks[stack].get("_resources", {}).get(logical_id, {})
            attributes = known.get("Attributes")
        return update(kind, physical_id, old, new, stack, logical_id, attributes)

    provisioners._update_resource = updated


def _numbers(value: Any) -> Any:
    """A property's value with whole numbers as numbers."""
    if isinstance(value, dict):
        return {name: _numbers(inner) for name, inner in value.items()}
    return int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else value


def take_parameters_for_numbers() -> None:
    """AWS: a Ref to a parameter gives text, and CloudFormation makes a number of it where one is wanted.
    ministack: keeps the text in an event source mapping, where it ends the polling of all queues."""
    handler = provisioners._RESOURCE_HANDLERS["AWS::Lambda::EventSourceMapping"]
    create, update = handler["create"], handler["update"]

    def created(logical_id: str, properties: Properties, *rest: Any, **more: Any) -> Any:
        return create(logical_id, _numbers(properties), *rest, **more)

    def updated(physical_id: str, old: Properties, new: Properties, *rest: Any, **more: Any) -> Any:
        return update(physical_id, old, _numbers(new), *rest, **more)

    handler.update(create=created, update=updated)


def apply() -> None:
    take_parameters_for_numbers()
    keep_function_settings()
    transform_nested_stacks()
    keep_attributes_in_nested_stacks()
