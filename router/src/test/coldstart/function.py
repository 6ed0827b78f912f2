"""What a router function needs around it, outside AWS: Lambda's Runtime API, the services, and messages to answer.

Used by .ci/cold-start, by the training of the router's image and by the tests of that image.
"""
import contextlib
import http.server
import json
import os
import pathlib
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

SOURCES = pathlib.Path(__file__).resolve().parent
HANDLER = "io.spillway.router.RouterFunction"
MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
UPLOADS = {"routed": "heavy", "ignored": "elsewhere", "inline": "incoming"}


class RuntimeApi(http.server.ThreadingHTTPServer):
    """Lambda's Runtime API, for one function process at a time."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.events = queue.Queue()
        self.answers = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return "127.0.0.1:%d" % self.server_address[1]

    def renew(self):
        """For the next process: whoever still asks for events of the last one gets none."""
        self.events, self.answers = queue.Queue(), queue.Queue()


class Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self):
        number, event = self.server.events.get()
        self.answer(200, event, {
            "Lambda-Runtime-Aws-Request-Id": f"00000000-0000-4000-8000-{number:012d}",
            "Lambda-Runtime-Deadline-Ms": str(int(time.time() * 1000) + 300_000),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:123456789012:function:router",
            "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
        })

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.answers.put((self.path, body, time.perf_counter()))
        self.answer(202, b"{}", {})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

    def handle(self):
        # Functions are killed as soon as they have answered.
        with contextlib.suppress(ConnectionError):
            super().handle()


class Services:
    """The stand-in for S3, SNS, SQS and Batch, in a JVM of its own."""

    def __init__(self, java, class_path):
        self.process = subprocess.Popen(
            [java, "-XX:+UseSerialGC", "-Dsun.net.httpserver.nodelay=true", "-Dsun.net.httpserver.maxIdleConnections=1000",
             "-cp", class_path, SOURCES / "Services.java", SOURCES / "definition.json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = "http://127.0.0.1:" + self.process.stdout.readline().strip()

    def counts(self):
        with urllib.request.urlopen(self.url + "/-/counts") as answer:
            return dict((name, int(count)) for name, count in (line.split("\t") for line in answer.read().decode().splitlines()))

    def submissions(self):
        """Bodies of the tasks that were sent to the submissions queue since the last time."""
        with urllib.request.urlopen(self.url + "/-/sent") as answer:
            requests = [json.loads(line) for line in answer.read().decode().splitlines()]
        return [entry["MessageBody"] for request in requests if request.get("QueueUrl", "").endswith("/submissions")
                for entry in request.get("Entries", [])]

    def delay(self, milliseconds):
        urllib.request.urlopen(f"{self.url}/-/delay?{milliseconds}").read()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Function:
    """A function in a process of its own, spoken to through the Runtime API."""

    numbers = iter(range(10**9))

    def __init__(self, api, command, environment, log):
        api.renew()
        self.api = api
        self.log = log
        self.began = time.perf_counter()
        with open(log, "wb") as out:
            self.pid = os.posix_spawn(command[0], command, environment, file_actions=[
                (os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, out.fileno(), 2)])

    def invoke(self, bodies):
        """Returns when the answer came."""
        number = next(self.numbers)
        self.api.events.put((number, event(number, bodies)))
        path, body, at = self.answer()
        if not path.endswith("/response") or json.loads(body).get("batchItemFailures") != []:
            sys.exit(f"The function answered {path} with {body[:2000].decode()}; see {self.log}")
        return at

    def answer(self):
        for _ in range(120):
            try:
                return self.api.answers.get(timeout=1)
            except queue.Empty:
                if self.has_ended():
                    sys.exit(f"The function ended instead of answering; see {self.log}")
        sys.exit(f"No answer within 120 s; see {self.log}")

    def has_ended(self):
        return os.waitpid(self.pid, os.WNOHANG)[0] != 0

    def cpu_ms(self):
        """User and system time until now, to 10 ms."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def rss_mb(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def end(self, how=signal.SIGKILL):
        """CPU milliseconds from its start to its end."""
        os.kill(self.pid, how)
        _, _, usage = os.wait4(self.pid, 0)
        return (usage.ru_utime + usage.ru_stime) * 1000


class Messages:
    """Bodies of messages, each given once."""

    def __init__(self, services):
        self.services = services
        self.number = 0
        self.tasks = []

    def of(self, case, count):
        return [self.upload(UPLOADS[case]) if case in UPLOADS else self.task() for _ in range(count)]

    def task(self):
        if not self.tasks:
            self.tasks = self.services.submissions()
        if not self.tasks:
            sys.exit("No task is left for the case submissions: the case routed, which makes them, must come first.")
        return self.tasks.pop()

    def upload(self, prefix):
        self.number += 1
        return json.dumps({"Records": [{
            "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
            "eventTime": "2026-01-01T00:00:00.000Z", "eventName": "ObjectCreated:Put",
            "userIdentity": {"principalId": "AWS:AIDAEXAMPLE"},
            "requestParameters": {"sourceIPAddress": "192.0.2.1"},
            "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG"},
            "s3": {"s3SchemaVersion": "1.0", "configurationId": "router",
                   "bucket": {"name": "drop", "ownerIdentity": {"principalId": "A3NL1KOZZKExample"}, "arn": "arn:aws:s3:::drop"},
                   "object": {"key": f"{prefix}/a+file%2C{self.number}.csv", "size": 840,
                              "eTag": "9b2cf535f27731c974343645a3985328",
                              "sequencer": f"{self.number:016X}"}}}]})


def event(number, bodies):
    return json.dumps({"Records": [{
        "messageId": f"{number}-{i}", "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a", "body": body,
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1767225600000", "SenderId": "AIDAEXAMPLE",
                       "ApproximateFirstReceiveTimestamp": "1767225600001"},
        "messageAttributes": {}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:intake", "awsRegion": "eu-central-1"}
        for i, body in enumerate(bodies)]}).encode()


def environment(api, services, home):
    return {
        "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home), "TZ": ":UTC",
        "AWS_LAMBDA_RUNTIME_API": api.address, "_HANDLER": HANDLER, "LAMBDA_TASK_ROOT": str(home),
        "AWS_LAMBDA_FUNCTION_NAME": "router", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjEXAMPLE",
        "AWS_ENDPOINT_URL": services.url,
        "SPILLWAY_DEFINITION": "s3://work/definition.json", "SPILLWAY_OUTPUT_BUCKET": "output",
        "SPILLWAY_WORK_BUCKET": "work", "SPILLWAY_PHASES_TOPIC": "arn:aws:sns:eu-central-1:123456789012:phases",
        "SPILLWAY_INTAKE_QUEUE": services.url + "/123456789012/intake",
        "SPILLWAY_SUBMISSIONS_QUEUE": services.url + "/123456789012/submissions",
        "SPILLWAY_JOB_QUEUE": "jobs", "SPILLWAY_JOB_DEFINITION_PREFIX": "cold-",
    }
