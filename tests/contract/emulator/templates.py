"""What CloudFormation makes of a template."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request

from tests.support.emulators import Emulator

FUNCTION = """
    AWSTemplateFormatVersion: '2010-09-09'
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Letters: {Type: AWS::SQS::Queue}
      Made:
        Type: AWS::Serverless::Function
        Properties:
          Runtime: python3.13
          Handler: index.handler
          InlineCode: 'def handler(event, context): return {"statusCode": 200, "body": "here"}'
          ReservedConcurrentExecutions: 3
          DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Letters.Arn}
          Events:
            Open: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /open, Method: GET}}
            Closed:
              Type: HttpApi
              Properties: {ApiId: !Ref Api, Path: /closed, Method: GET, Auth: {Authorizer: Jwt}}
      Api:
        Type: AWS::Serverless::HttpApi
        Properties:
          CorsConfiguration: {AllowOrigins: ['https://site.example'], AllowMethods: [GET]}
          Auth:
            Authorizers:
              Jwt:
                IdentitySource: $request.header.Authorization
                JwtConfiguration: {issuer: 'https://issuer.example', audience: [desk]}
    Outputs:
      Function: {Value: !Ref Made}
      Letters: {Value: !GetAtt Letters.Arn}
      Api: {Value: !Ref Api}
      Endpoint: {Value: !GetAtt Api.ApiEndpoint}
"""
MAPPING = """
    AWSTemplateFormatVersion: '2010-09-09'
    Transform: AWS::Serverless-2016-10-31
    Parameters:
      Workers: {Type: Number, Default: 2}
    Resources:
      Queue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60}}
      Made:
        Type: AWS::Serverless::Function
        Properties:
          Runtime: python3.13
          Handler: index.handler
          InlineCode: 'def handler(event, context): print(event["Records"][0]["body"])'
          Events:
            Message:
              Type: SQS
              Properties: {Queue: !GetAtt Queue.Arn, ScalingConfig: {MaximumConcurrency: !Ref Workers}}
    Outputs:
      Function: {Value: !Ref Made}
      Queue: {Value: !Ref Queue}
"""
TABLE = """
    AWSTemplateFormatVersion: '2010-09-09'
    Resources:
      Made:
        Type: AWS::DynamoDB::Table
        Properties:
          BillingMode: PAY_PER_REQUEST
          AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
          KeySchema: [{AttributeName: pk, KeyType: HASH}]
          TimeToLiveSpecification: {AttributeName: expires, Enabled: true}
          PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
          SSESpecification: {SSEEnabled: true}
    Outputs:
      Table: {Value: !Ref Made}
"""
PARENT = """
    AWSTemplateFormatVersion: '2010-09-09'
    Resources:
      Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: CHILD_URL}}
    Outputs:
      Function: {Value: !GetAtt Child.Outputs.Function}
"""

TWO_QUEUES = """
    AWSTemplateFormatVersion: '2010-09-09'
    Parameters:
      Seconds: {Type: String}
    Resources:
      Same: {Type: AWS::SQS::Queue}
      Other: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !Ref Seconds}}
    Outputs:
      Same: {Value: !GetAtt Same.Arn}
      Other: {Value: !Ref Other}
"""
PARENT_OF_QUEUES = """
    AWSTemplateFormatVersion: '2010-09-09'
    Parameters:
      Seconds: {Type: String, Default: '10'}
    Resources:
      Child:
        Type: AWS::CloudFormation::Stack
        Properties: {TemplateURL: CHILD_URL, Parameters: {Seconds: !Ref Seconds}}
    Outputs:
      Name: {Value: !Ref AWS::StackName}
      Same: {Value: !GetAtt Child.Outputs.Same}
      Other: {Value: !GetAtt Child.Outputs.Other}
"""


def a_function_has_its_template_s_settings(aws: Emulator) -> None:
    made = aws.stack(FUNCTION)
    found = aws.client("lambda").get_function(FunctionName=made["Function"])
    assert found["Configuration"].get("DeadLetterConfig") == {"TargetArn": made["Letters"]}
    assert found.get("Concurrency") == {"ReservedConcurrentExecutions": 3}


def a_parameter_may_be_a_number(aws: Emulator) -> None:
    made = aws.stack(MAPPING)
    (mapping,) = aws.client("lambda").list_event_source_mappings(FunctionName=made["Function"])[
        "EventSourceMappings"
    ]
    assert mapping["ScalingConfig"]["MaximumConcurrency"] == 2
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=made["Queue"], MessageBody="hello")
    aws.wait_for("printed line", lambda: "hello" in aws.printed(made["Function"]))


def a_nested_stack_may_use_the_sam_transform(aws: Emulator) -> None:
    made = aws.stack(PARENT, nested={"CHILD_URL": FUNCTION})
    answer, failed = aws.invoke(made["Function"])
    assert not failed
    assert answer["body"] == "here"


def a_nested_stack_may_be_updated(aws: Emulator) -> None:
    made, cloudformation = (
        aws.stack(PARENT_OF_QUEUES, nested={"CHILD_URL": TWO_QUEUES}),
        aws.client("cloudformation"),
    )
    cloudformation.update_stack(
        StackName=made["Name"],
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": "Seconds", "ParameterValue": "20"}],
    )

    def ended() -> bool:
        (stack,) = cloudformation.describe_stacks(StackName=made["Name"])["Stacks"]
        assert "ROLLBACK" not in stack["StackStatus"]
        return bool(stack["StackStatus"] == "UPDATE_COMPLETE")

    aws.wait_for("update", ended)
    queue = aws.client("sqs").get_queue_attributes(
        QueueUrl=made["Other"], AttributeNames=["VisibilityTimeout"]
    )
    assert queue["Attributes"]["VisibilityTimeout"] == "20"


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def an_http_api_has_the_routes_of_its_functions(aws: Emulator) -> None:
    api = aws.stack(FUNCTION)["Api"]
    base = f"{aws.url}/_aws/execute-api/{api}"
    assert status(f"{base}/open") == 200
    assert status(f"{base}/closed") == 401
    assert status(f"{base}/nowhere") == 404
    cors = aws.client("apigatewayv2").get_api(ApiId=api)["CorsConfiguration"]
    assert cors["AllowOrigins"] == ["https://site.example"]


def an_http_api_s_endpoint_can_be_opened(aws: Emulator) -> None:
    endpoint = aws.stack(FUNCTION)["Endpoint"]
    assert urllib.parse.urlsplit(endpoint).hostname == "127.0.0.1"
    assert status(f"{endpoint}/open") == 200


def a_table_has_its_template_s_settings(aws: Emulator) -> None:
    table, dynamodb = aws.stack(TABLE)["Table"], aws.client("dynamodb")
    ttl = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    assert dynamodb.describe_table(TableName=table)["Table"]["SSEDescription"]["Status"] == "ENABLED"


CHECKS = (
    a_function_has_its_template_s_settings,
    a_parameter_may_be_a_number,
    a_nested_stack_may_use_the_sam_transform,
    a_nested_stack_may_be_updated,
    an_http_api_has_the_routes_of_its_functions,
    an_http_api_s_endpoint_can_be_opened,
    a_table_has_its_template_s_settings,
)
