"""Keeps docs/security.md true: one row for each statement of each policy of a rehearsed apply.

python3 security.py POLICIES            writes the rows, keeping what stands in their last column
python3 security.py --check POLICIES    says how they differ, or which have no reason, and ends with status 1

POLICIES is the JSON of the policies as terraform-offline prints it.
"""

import json
import pathlib
import re
import sys

DOCUMENT = pathlib.Path(__file__).parent.parent / "docs" / "security.md"
BEGIN, END = "<!-- statements: written by terraform/security.py -->", "<!-- end -->"

HOLDERS = {
    "batch.aws_iam_role.execution": "Fargate, to start jobs (trust)",
    "batch.aws_iam_role.job": "jobs (trust)",
    "batch.aws_iam_role_policy.execution": "Fargate, to start jobs",
    "batch.aws_iam_role_policy.job": "jobs",
    "encryption[0].aws_kms_key.this": "the key",
    "events.aws_sns_topic_policy.phases": "topic phases",
    "events.aws_sns_topic_policy.uploads": "topic uploads",
    'events.aws_sqs_queue_policy.dead_letters["intake"]': "queue intake-dead-letters",
    'events.aws_sqs_queue_policy.dead_letters["submissions"]': "queue submissions-dead-letters",
    'events.aws_sqs_queue_policy.this["intake"]': "queue intake",
    'events.aws_sqs_queue_policy.this["submissions"]': "queue submissions",
    'monitoring.aws_iam_role.this["history"]': "the history writer (trust)",
    'monitoring.aws_iam_role.this["notifier"]': "the notifier (trust)",
    'monitoring.aws_iam_role_policy.this["history"]': "the history writer",
    'monitoring.aws_iam_role_policy.this["notifier"]': "the notifier",
    'monitoring.aws_sqs_queue_policy.dead_letters["history"]': "queue history-dead-letters",
    'monitoring.aws_sqs_queue_policy.dead_letters["notifier"]': "queue notifier-dead-letters",
    'monitoring.aws_sqs_queue_policy.this["history"]': "queue history",
    'monitoring.aws_sqs_queue_policy.this["notifier"]': "queue notifier",
    "observability.aws_sns_topic_policy.alarms": "topic alarms",
    "router.aws_iam_role.this": "the router (trust)",
    "router.aws_iam_role_policy.this": "the router",
    'storage.aws_s3_bucket_policy.this["drop"]': "bucket drop",
    'storage.aws_s3_bucket_policy.this["output"]': "bucket output",
    'storage.aws_s3_bucket_policy.this["work"]': "bucket work",
}


def listed(value):
    return value if isinstance(value, list) else [value]


def general(text):
    """Without what differs from one deployment to the next."""
    for pattern, name in [
        (r"key/[0-9a-f-]{36}", "key/<key>"),
        (r"prod-weather", "<prefix>"),
        (r"(<prefix>-(?:drop|output|work))-[0-9a-f]{8}", r"\1-<suffix>"),
        (r"secret:weather-receivers-AbCdEf", "secret:<secret>"),
        (r"123456789012", "<account>"),
        (r"eu-west-1", "<region>"),
    ]:
        text = re.sub(pattern, name, text)
    return text


def code(values):
    return "<br>".join(f"`{general(value)}`" for value in sorted(values))


def principals(statement):
    who = statement.get("Principal")
    if who is None:
        return ""
    if who == "*":
        return "anybody"
    return code(value for values in who.values() for value in listed(values))


def conditions(statement):
    return code(
        f"{name} {operator} {' or '.join(sorted(listed(values)))}"
        for operator, names in statement.get("Condition", {}).items()
        for name, values in names.items()
    )


def rows(policies):
    for policy in policies:
        if "document" not in policy or policy.get("kind") not in ("trust", "identity", "resource"):
            continue
        holder = HOLDERS[policy["address"].removeprefix("module.pipeline.module.")]
        for statement in policy["document"]["Statement"]:
            yield " | ".join([
                holder,
                statement["Sid"],
                ("not: " if statement["Effect"] == "Deny" else "") + code(listed(statement["Action"])),
                code(listed(statement.get("Resource", []))),
                principals(statement),
                conditions(statement),
            ])


def main():
    check = "--check" in sys.argv
    policies = json.loads(pathlib.Path(sys.argv[-1]).read_text())
    text = DOCUMENT.read_text()
    head, _, rest = text.partition(BEGIN)
    table, _, tail = rest.partition(END)
    reasons = dict(re.findall(r"^\| (.*) \| ([^|\n]*) \|$", table, re.M))
    wanted = sorted(set(rows(policies)))
    problems = [f"not in the list: {row}" for row in wanted if row not in reasons]
    problems += [f"no longer so: {row}" for row in reasons if row not in wanted and not row.startswith(("holder", "---"))]
    problems += [f"without a reason: {row}" for row in wanted if row in reasons and not reasons[row].strip()]
    if check:
        if problems:
            sys.exit("docs/security.md is not as the policies are:\n" + "\n".join(problems))
        print(f"docs/security.md lists all {len(wanted)} statements, each with its reason")
        return
    by_name = {tuple(row.split(" | ")[:2]): reason for row, reason in reasons.items()}
    lines = ["| holder | statement | may | on | who | if | why |", "|---|---|---|---|---|---|---|"]
    for row in wanted:
        reason = reasons.get(row) or by_name.get(tuple(row.split(" | ")[:2]), "")
        lines.append(f"| {row} | {reason} |")
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{tail}")


main()
