"""HTTP APIs: the OpenAPI body that SAM makes of a function's HttpApi events."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from ministack.services import apigateway
from ministack.services.cloudformation import provisioners

from simulator.emulator.patches.cloudformation import Properties, after

ANY_METHOD = "x-amazon-apigateway-any-method"
DEFAULT_PATHS = ("/$default", "$default")


def _made(response: tuple[int, dict[str, str], bytes | str]) -> dict[str, Any]:
    """What a create call made."""
    made: dict[str, Any] = json.loads(response[2])
    return made


def _authorizers(api_id: str, body: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Makes the API's authorizers: security scheme → the settings of a route that it guards."""
    guards = {}
    for name, scheme in (body.get("components") or {}).get("securitySchemes", {}).items():
        settings = scheme.get("x-amazon-apigateway-authorizer") or {}
        jwt = settings.get("type") == "jwt"
        source = settings.get("identitySource") or "$request.header.Authorization"
        request = {
            "name": name,
            "authorizerType": "JWT" if jwt else "REQUEST",
            "identitySource": [source] if isinstance(source, str) else source,
            "jwtConfiguration": settings.get("jwtConfiguration") or {},
            "authorizerUri": settings.get("authorizerUri", ""),
            "authorizerPayloadFormatVersion": settings.get("authorizerPayloadFormatVersion", "2.0"),
            "enableSimpleResponses": settings.get("enableSimpleResponses", False),
        }
        made = _made(apigateway._create_authorizer(api_id, request))
        guards[name] = {
            "authorizationType": "JWT" if jwt else "CUSTOM",
            "authorizerId": made["authorizerId"],
        }
    return guards


def _operations(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation that has an integration, with its route key."""
    for path, methods in (body.get("paths") or {}).items():
        for method, operation in methods.items():
            if "x-amazon-apigateway-integration" in (operation or {}):
                verb = "ANY" if method == ANY_METHOD else method.upper()
                yield "$default" if path in DEFAULT_PATHS else f"{verb} {path}", operation


def _integration(api_id: str, settings: dict[str, Any]) -> str:
    """Makes an integration; the target of its route."""
    request = {
        "integrationType": settings.get("type", "aws_proxy").upper(),
        "integrationUri": settings.get("uri"),
        "integrationMethod": "POST",
        "payloadFormatVersion": str(settings.get("payloadFormatVersion", "2.0")),
        "timeoutInMillis": settings.get("timeoutInMillis", 30_000),
    }
    return f"integrations/{_made(apigateway._create_integration(api_id, request))['integrationId']}"


def import_openapi_body() -> None:
    """AWS: an AWS::ApiGatewayV2::Api with a Body gets its routes, integrations, authorizers and CORS from it.
    ministack: ignores Body, so every route of a SAM HttpApi answers 404."""

    def finish(api_id: str, properties: Properties) -> None:
        body = properties.get("Body")
        if not isinstance(body, dict):
            return
        if cors := body.get("x-amazon-apigateway-cors"):
            settings = {name[0].lower() + name[1:]: value for name, value in cors.items()}
            apigateway._apis[api_id]["corsConfiguration"] = settings
        apigateway._routes[api_id], apigateway._integrations[api_id] = {}, {}
        guards = _authorizers(api_id, body)
        for key, operation in _operations(body):
            route = {
                "routeKey": key,
                "target": _integration(api_id, operation["x-amazon-apigateway-integration"]),
            }
            for requirement in operation.get("security") or []:
                for name, scopes in requirement.items():
                    route.update(guards.get(name, {}), authorizationScopes=scopes)
            apigateway._create_route(api_id, route)

    after("AWS::ApiGatewayV2::Api", finish)


def give_endpoints_that_open() -> None:
    """AWS: an API's endpoint is an address that anybody can open.
    ministack: makes a host name of its own address (abc.execute-api.127.0.0.1), which nobody can resolve."""
    handler = provisioners._RESOURCE_HANDLERS["AWS::ApiGatewayV2::Api"]

    def opening(make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*arguments: Any, **more: Any) -> Any:
            api_id, attributes = make(*arguments, **more)
            endpoint = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/_aws/execute-api/{api_id}"
            apigateway._apis[api_id]["apiEndpoint"] = endpoint
            return api_id, {**attributes, "ApiEndpoint": endpoint}

        return made

    handler.update(create=opening(handler["create"]), update=opening(handler["update"]))


def apply() -> None:
    import_openapi_body()
    give_endpoints_that_open()
