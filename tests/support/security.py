"""What must hold in every template after SAM's transform: rules that linters do not have.

Each takes a transformed template and yields what is wrong with it, in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

type Template = Mapping[str, Any]
type Faults = Iterator[str]

# Actions whose service knows no narrower resource.
NO_NARROWER = {"dynamodb:ListStreams", "polly:SynthesizeSpeech"}
# Who invokes a function without waiting for it.
ASYNCHRONOUS = {"s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com"}


def of_type(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    """Logical id → properties of the resources of a type."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def target(value: Any) -> str:
    """The logical id that a Ref or a GetAtt points to; "" for anything else."""
    if isinstance(value, dict):
        if "Ref" in value:
            return str(value["Ref"])
        if "Fn::GetAtt" in value:
            path = value["Fn::GetAtt"]
            return str(path.split(".")[0] if isinstance(path, str) else path[0])
    return ""


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every policy statement, with the logical id of what holds it."""
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        policies = properties.get("Policies", [])  # a user pool's are about passwords
        documents = [policy["PolicyDocument"] for policy in policies if "PolicyDocument" in policy]
        documents += [properties[key] for key in ("PolicyDocument", "KeyPolicy") if key in properties]
        for document in documents:
            for statement in document["Statement"]:
                yield name, statement


def mappings(template: Template, service: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Event source mappings whose source is a queue ("AWS::SQS::Queue") or a stream of a resource type."""
    for name, mapping in of_type(template, "AWS::Lambda::EventSourceMapping").items():
        source = template["Resources"].get(target(mapping["EventSourceArn"]), {})
        if source.get("Type") == service:
            yield name, mapping


def only_the_skill_may_call(template: Template) -> Faults:
    for name, permission in of_type(template, "AWS::Lambda::Permission").items():
        if permission["Principal"] == "alexa-appkit.amazon.com" and not permission.get("EventSourceToken"):
            yield f"{name} lets every Alexa skill call"


def other_accounts_may_not_call(template: Template) -> Faults:
    for name, permission in of_type(template, "AWS::Lambda::Permission").items():
        named = {"SourceAccount", "SourceArn", "EventSourceToken"} & permission.keys()
        if not named or (permission["Principal"] == "s3.amazonaws.com" and "SourceAccount" not in named):
            yield f"{name} lets {permission['Principal']} call for any account"


def queues_wait_for_their_function(template: Template) -> Faults:
    queues, functions = of_type(template, "AWS::SQS::Queue"), of_type(template, "AWS::Lambda::Function")
    for name, mapping in mappings(template, "AWS::SQS::Queue"):
        queue = queues[target(mapping["EventSourceArn"])]
        timeout = functions[target(mapping["FunctionName"])].get("Timeout", 3)
        if queue.get("VisibilityTimeout", 30) < 6 * timeout:
            yield f"{name}: its queue's visibility is shorter than six times the function's {timeout} s"
        redrive = queue.get("RedrivePolicy", {})
        if redrive.get("maxReceiveCount", 0) < 5 or not redrive.get("deadLetterTargetArn"):
            yield f"{name}: its queue gives up in under five tries, or nowhere"


def failures_are_partial(template: Template) -> Faults:
    for kind in ("AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::Kinesis::Stream"):
        for name, mapping in mappings(template, kind):
            if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", []):
                yield f"{name} tries a whole batch again for one record"


def streams_give_up(template: Template) -> Faults:
    for kind in ("AWS::DynamoDB::Table", "AWS::Kinesis::Stream"):
        for name, mapping in mappings(template, kind):
            if (
                mapping.get("MaximumRetryAttempts", -1) < 0
                or mapping.get("MaximumRecordAgeInSeconds", -1) < 0
            ):
                yield f"{name} tries a poison record for ever"
            if not mapping.get("BisectBatchOnFunctionError"):
                yield f"{name} does not look for the poison"
            if not mapping.get("DestinationConfig", {}).get("OnFailure"):
                yield f"{name} drops what failed"


def asynchronous_failures_arrive(template: Template) -> Faults:
    """Whoever is invoked without anybody waiting tells a destination of its failures."""
    told = {
        target(config["FunctionName"])
        for config in of_type(template, "AWS::Lambda::EventInvokeConfig").values()
        if config.get("DestinationConfig", {}).get("OnFailure")
    }
    for permission in of_type(template, "AWS::Lambda::Permission").values():
        function = target(permission["FunctionName"])
        if permission["Principal"] in ASYNCHRONOUS and function not in told:
            yield f"{function} fails unseen"


def dead_letters_alarm(template: Template) -> Faults:
    """Every queue that nobody reads has an alarm that somebody hears."""
    read = {target(mapping["EventSourceArn"]) for _name, mapping in mappings(template, "AWS::SQS::Queue")}
    watched = {
        target(dimension["Value"])
        for alarm in of_type(template, "AWS::CloudWatch::Alarm").values()
        for dimension in alarm["Dimensions"]
        if alarm.get("AlarmActions")
    }
    for name in of_type(template, "AWS::SQS::Queue").keys() - read - watched:
        yield f"{name} fills unseen"


def buckets_are_closed(template: Template) -> Faults:
    tls_only = {
        target(policy["Bucket"])
        for policy in of_type(template, "AWS::S3::BucketPolicy").values()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
    }
    for name, bucket in of_type(template, "AWS::S3::Bucket").items():
        block = bucket.get("PublicAccessBlockConfiguration", {})
        if len([flag for flag in block.values() if flag is True]) < 4:
            yield f"{name} may be opened to the public"
        if name not in tls_only:
            yield f"{name} answers without TLS"
        if not bucket.get("BucketEncryption"):
            yield f"{name} is not encrypted"


def data_is_kept_safely(template: Template) -> Faults:
    for name, table in of_type(template, "AWS::DynamoDB::Table").items():
        if not table.get("SSESpecification", {}).get("SSEEnabled"):
            yield f"{name} is not encrypted with a key of the account"
        if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
            yield f"{name} cannot be restored"
    for name, queue in of_type(template, "AWS::SQS::Queue").items():
        if not (queue.get("SqsManagedSseEnabled") or queue.get("KmsMasterKeyId")):
            yield f"{name} is not encrypted"


def _of_a_domain(arn: Any) -> bool:
    """Whether a managed policy is a nested stack's own, whose statements are looked at there."""
    path = arn.get("Fn::GetAtt") if isinstance(arn, dict) else None
    return bool(path) and (path if isinstance(path, str) else ".".join(path)).endswith(
        ".Outputs.ConversationPolicy"
    )


def roles_are_narrow(template: Template) -> Faults:
    for name, statement in statements(template):
        if statement["Effect"] != "Allow":
            continue
        actions, resources = listed(statement["Action"]), listed(statement.get("Resource", []))
        if wide := [action for action in actions if action.endswith("*")]:
            yield f"{name} allows {wide}"
        key_policy = template["Resources"][name]["Type"] == "AWS::KMS::Key"  # "*" is the key itself
        if "*" in resources and not key_policy and not set(actions) <= NO_NARROWER:
            yield f"{name} allows {actions} on everything"
    for name, role in of_type(template, "AWS::IAM::Role").items():
        managed = [arn for arn in role.get("ManagedPolicyArns", []) if not _of_a_domain(arn)]
        if managed:
            yield f"{name} has {managed}, which allows more than it needs"


def functions_share_no_role(template: Template) -> Faults:
    owners: dict[str, str] = {}
    for name, function in of_type(template, "AWS::Lambda::Function").items():
        role = target(function["Role"])
        if role in owners:
            yield f"{name} and {owners[role]} share {role or 'a role'}"
        owners[role] = name


def functions_have_their_own_log(template: Template) -> Faults:
    """A log group that forgets; the function's file, its logical id and its log group carry one name."""
    groups = of_type(template, "AWS::Logs::LogGroup")
    for name, function in of_type(template, "AWS::Lambda::Function").items():
        group = groups.get(target(function.get("LoggingConfig", {}).get("LogGroup")), {})
        if not group.get("RetentionInDays"):
            yield f"{name} has no log group that forgets"
        file = function["Handler"].split(".")[1]
        if file.replace("_", "") != name.lower() or f"-{name}'" not in str(group.get("LogGroupName")):
            yield f"{name}, its file {file} and its log group have different names"


def apis_shed_load(template: Template) -> Faults:
    """An HTTP API refuses what is too much before a function of ours is asked."""
    for name, stage in of_type(template, "AWS::ApiGatewayV2::Stage").items():
        settings = [stage.get("DefaultRouteSettings") or {}, *(stage.get("RouteSettings") or {}).values()]
        if not all(each.get("ThrottlingRateLimit") and each.get("ThrottlingBurstLimit") for each in settings):
            yield f"{name} lets in as much as comes"


RULES: tuple[Callable[[Template], Faults], ...] = (
    only_the_skill_may_call,
    other_accounts_may_not_call,
    queues_wait_for_their_function,
    failures_are_partial,
    streams_give_up,
    asynchronous_failures_arrive,
    dead_letters_alarm,
    buckets_are_closed,
    data_is_kept_safely,
    roles_are_narrow,
    functions_share_no_role,
    functions_have_their_own_log,
    apis_shed_load,
)
