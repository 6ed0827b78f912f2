"""Compares what two consumers received with everything that a run told: compare.py EVENTS FIRST SECOND"""

import json
import sys


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def facts(event):
    data = event["data"]
    return data["status"], data["item"]["phase"] if isinstance(data.get("item"), dict) else data.get("phase")


def first(event):
    return facts(event) == ("succeeded", "convert")


def second(event):
    status, phase = facts(event)
    return status in ("failed", "skipped") or phase == "unpack" and status != "progressed"


told = {event["id"]: event for event in read(sys.argv[1])}
print(f"the run told {len(told)} events")
wrong = False
for name, path, wanted in (("aws cli", sys.argv[2], first), ("boto3", sys.argv[3], second)):
    received = read(path)
    by_id = {event["id"]: event for event in received}
    expected = {key: event for key, event in told.items() if wanted(event)}
    missing, extra = expected.keys() - by_id.keys(), by_id.keys() - expected.keys()
    changed = [key for key in expected.keys() & by_id.keys() if expected[key] != by_id[key]]
    print(
        f"{name}: {len(received)} messages, {len(by_id)} events by id of {len(expected)} expected; "
        f"{len(missing)} missing, {len(extra)} too many, {len(changed)} changed"
    )
    for key in sorted([*missing, *extra, *changed])[:10]:
        print("  ", key)
    wrong = wrong or not expected or bool(missing or extra or changed)
sys.exit(1 if wrong else 0)
