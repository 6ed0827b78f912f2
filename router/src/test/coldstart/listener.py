"""The listener of the literature: for each object of an S3 event in an SQS message, ask S3 for it
(HEAD) and tell an SNS topic about it. One message after the other, as such listeners do.

Below it the smallest possible Runtime API client; AWS's own for Python costs more.
"""
import http.client
import json
import os
from urllib.parse import unquote_plus

import boto3

s3 = boto3.client("s3")
sns = boto3.client("sns")
topic = os.environ["SPILLWAY_PHASES_TOPIC"]


def handle(event):
    for message in event["Records"]:
        for record in json.loads(message["body"])["Records"]:
            bucket = record["s3"]["bucket"]["name"]
            key = unquote_plus(record["s3"]["object"]["key"])
            head = s3.head_object(Bucket=bucket, Key=key)
            sns.publish(
                TopicArn=topic,
                Message=json.dumps({"bucket": bucket, "key": key, "size": head["ContentLength"]}),
                MessageAttributes={"phase": {"DataType": "String", "StringValue": "convert"}},
            )
    return {"batchItemFailures": []}


api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
root = "/2018-06-01/runtime/invocation/"
while True:
    api.request("GET", root + "next")
    answer = api.getresponse()
    request = answer.headers["Lambda-Runtime-Aws-Request-Id"]
    result = handle(json.loads(answer.read()))
    api.request("POST", f"{root}{request}/response", json.dumps(result))
    api.getresponse().read()
