"""A subscriber of a phases topic that knows no more than boto3 and docs/events.md.

    consumer.py subscribe TOPIC_ARN     prints the URL of a queue that gets the messages
    consumer.py receive QUEUE_URL       prints the events that came, one to a line, until none comes any more

It wants everything that did not end well, and every end of the phase unpack, in envelopes.
"""

import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CONFIG = Config(retries={"max_attempts": 10, "mode": "standard"})
POLICY = {
    "$or": [
        {"status": ["failed", "skipped"]},
        {"phase": ["unpack"], "status": [{"anything-but": ["progressed"]}]},
    ]
}


def insist(call, **arguments):
    for attempt in range(10):
        try:
            return call(**arguments)
        except (BotoCoreError, ClientError):
            if attempt == 9:
                raise
            time.sleep(0.5)


def subscribe(topic):
    sqs, sns = boto3.client("sqs", config=CONFIG), boto3.client("sns", config=CONFIG)
    url = insist(sqs.create_queue, QueueName="troubles-and-archives")["QueueUrl"]
    arn = insist(sqs.get_queue_attributes, QueueUrl=url, AttributeNames=["QueueArn"])
    insist(
        sns.subscribe,
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=arn["Attributes"]["QueueArn"],
        Attributes={"FilterPolicy": json.dumps(POLICY)},
    )
    print(url)


def receive(url):
    sqs = boto3.client("sqs", config=CONFIG)
    idle = 0
    while idle < 4:
        try:
            answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
        except (BotoCoreError, ClientError):
            continue
        messages = answer.get("Messages", [])
        idle = 0 if messages else idle + 1
        for message in messages:
            envelope = json.loads(message["Body"])
            print(json.dumps(json.loads(envelope["Message"])))
            try:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            except (BotoCoreError, ClientError):
                pass  # It comes again, and its id is known by then.


if __name__ == "__main__":
    {"subscribe": subscribe, "receive": receive}[sys.argv[1]](sys.argv[2])
