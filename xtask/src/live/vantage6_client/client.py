"""Uses the unmodified vantage6-client on a dev server.

client.py key FILE              makes a private key
client.py check SERVER KEY      SERVER is the line of JSON with which the dev server describes itself
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from vantage6.client import UserClient
from vantage6.common.encryption import RSACryptor

AGES = {"A": [40, 50, 60], "B": [20]}


class Checks:
    passed = 0
    failed = 0

    def equal(self, what, found, wanted):
        if found == wanted:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {what}: {found!r}, not {wanted!r}")


def log_in(server, name, encrypted):
    url = urlsplit(server["url"])
    client = UserClient(f"{url.scheme}://{url.hostname}", url.port, url.path, log_level="error")
    user = next(user for user in server["users"] if user["username"] == name)
    client.authenticate(name, user["password"])
    client.setup_encryption(encrypted)
    return client


def check(server, key):
    checks = Checks()
    alice = log_in(server, "alice", key)
    checks.equal("version", alice.util.get_server_version(), {"version": "4.15.2"})
    checks.equal("own user", alice.user.get()["username"], "alice")
    alice.setup_collaboration(1)
    organizations = {row["name"]: row["id"] for row in alice.organization.list()["data"]}
    checks.equal("organizations", sorted(set(organizations) & set(AGES)), ["A", "B"])
    nodes = alice.node.list()["data"]
    checks.equal("nodes", [node["status"] for node in nodes], ["online", "online"])

    def run(method, where, **kwargs):
        task = alice.task.create(
            organizations=where,
            name=method,
            image="average:1",
            description="",
            input_={"method": method, "kwargs": kwargs},
            databases=[{"label": "default"}],
        )
        return task, alice.wait_for_results(task["id"], interval=0.2)["data"]

    task, results = run("central", [organizations["A"]], column="age")
    ages = AGES["A"] + AGES["B"]
    wanted = {"average": sum(ages) / len(ages), "count": len(ages)}
    checks.equal("the average", json.loads(results[0]["result"]), wanted)
    stored = alice.request(f"result/{results[0]['id']}")["result"]
    checks.equal("parts of an encrypted result", len(stored.split("$")), 3)
    log = alice.run.from_task(task["id"])["data"][0]["log"]
    checks.equal("the log of the tools", "info > asking 2 organizations" in log, True)
    children = alice.task.list(parent=task["id"])["data"]
    checks.equal("subtasks", [child["name"] for child in children], ["partial"])
    parts = [json.loads(row["result"])["count"] for row in alice.result.from_task(children[0]["id"])["data"]]
    checks.equal("partial results", sorted(parts), [1, 3])

    task, results = run("partial", [organizations["A"]], column="weight")
    checks.equal("a crash", alice.task.get(task["id"])["status"], "crashed")
    log = alice.run.from_task(task["id"])["data"][0]["log"]
    checks.equal("a traceback", "KeyError: 'weight'" in log, True)
    task, _ = run("missing", [organizations["A"]])
    checks.equal("a method that is missing", alice.task.get(task["id"])["status"], "crashed")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return checks.failed


if __name__ == "__main__":
    if sys.argv[1] == "key":
        RSACryptor.create_new_rsa_key(Path(sys.argv[2]))
    else:
        sys.exit(bool(check(json.loads(Path(sys.argv[2]).read_text()), sys.argv[3])))
