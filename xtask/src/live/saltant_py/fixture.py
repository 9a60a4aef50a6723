"""The objects of the real server before the recording began, and the recorded UUIDs of objects here.

Ids count up, so that they are as recorded if the objects in between are created too. UUIDs are random: each recorded
one is mapped to the one that the server gave instead.
"""

import re

import recorder
from saltant.client import Client

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

ECHO = "sh -c 'echo \"$0\" \"$JOB_UUID\" $SALTANT_DEMO_VAR; env; echo err >&2'"

# What is used by its id, but was made before or between the recorded calls.
MISSING = {
    ("task_whitelists", 1): {"name": "before-1"},
    ("task_whitelists", 2): {"name": "before-2"},
    ("executable_task_types", 4): {"name": "long-sleep-type", "command_to_run": "sleep 600"},
    ("executable_task_types", 6): {
        "name": "echo-type",
        "command_to_run": ECHO,
        "environment_variables": ["SALTANT_DEMO_VAR"],
        "required_arguments": ["a", "b"],
        "required_arguments_default_values": {"b": 2},
    },
    ("executable_task_types", 7): {
        "name": "json-file-type",
        "command_to_run": "cat",
        "required_arguments": [],
        "json_file_option": "--json-file",
    },
    ("executable_task_types", 8): {"name": "exit-3-type", "command_to_run": "sh -c 'exit 3'"},
    ("container_task_types", 4): {
        "name": "docker-full",
        "command_to_run": "echo hi",
        "container_image": "ubuntu:14.04",
        "container_type": "docker",
        "environment_variables": ["HOME"],
        "required_arguments": ["a"],
        "required_arguments_default_values": {"a": 1},
        "logs_path": "/logs",
        "results_path": "/results",
    },
    ("task_queues", 1): {"name": "my-task-queue", "description": "the worker's queue", "whitelists": [1, 2]},
}

PATHS = {
    "taskqueues": "task_queues",
    "taskwhitelists": "task_whitelists",
    "executabletasktypes": "executable_task_types",
    "containertasktypes": "container_task_types",
}


class Unknown(Exception):
    """A recorded object that does not exist here."""


class World:
    def __init__(self, announcement):
        self.url = announcement["url"]
        self.users = {user["username"]: user for user in announcement["users"]}
        self.clients = {}
        self.next_id = dict.fromkeys(PATHS.values(), 1)
        self.uuids = {}
        self.queue_takes_all = False
        self.ensure("task_queues", 2)
        recorder.take()

    def client(self, username):
        return self.client_with(self.users[username]["token"])

    def client_with(self, token):
        if token not in self.clients:
            self.clients[token] = Client(self.url, token or "", test_if_authenticated=False)
            if token is None:
                del self.clients[token].session.headers["Authorization"]
        return self.clients[token]

    def client_of(self, line):
        """The client of the user who made the recorded call, which the request shows."""
        if not line.get("exchanges"):
            return self.client("matt")
        header = line["exchanges"][-1]["request"].get("headers", {}).get("authorization")
        if header is None:
            return self.client_with(None)
        token = header.replace("Token ", "", 1)
        names = {"<token>": "matt", "<token-daniel>": "daniel"}
        return self.client(names[token]) if token in names else self.client_with(token)

    def ensure(self, kind, before):
        """Creates missing objects, so that the next one of this kind gets the id `before`."""
        manager = getattr(self.client("matt"), kind)
        while self.next_id[kind] < before:
            number = self.next_id[kind]
            wanted = {"name": "filler-%d" % number}
            if kind.endswith("_types"):
                wanted["command_to_run"] = "true"
            if kind == "container_task_types":
                wanted.update(container_image="alpine", container_type="docker")
            wanted.update(MISSING.get((kind, number), {}))
            if kind == "task_queues" and number == 1:
                self.ensure("task_whitelists", 3)
            made = manager.create(**wanted)
            assert made.id == number, (kind, made.id, number)
            self.next_id[kind] = number + 1

    def prepare(self, line):
        """Creates the objects that a recorded call needs to get its recorded ids."""
        if not self.queue_takes_all and self.next_id["task_whitelists"] > 4 and "_instances.create" in line["call"]:
            self.client("matt").task_queues.patch(1, whitelists=[1, 2, 4])
            self.queue_takes_all = True
        for exchange in line.get("exchanges", []):
            request, response = exchange["request"], exchange["response"]
            kind = PATHS.get(request["path"].split("/")[2] if request["path"].count("/") > 1 else "")
            body = response["body"]
            if kind and request["method"] == "POST" and response["status"] == 201:
                self.ensure(kind, body["id"])
            elif kind and response["status"] == 200 and isinstance(body, dict) and "id" in body:
                self.ensure(kind, body["id"] + 1)
            elif isinstance(body, dict) and "task_type" in body:
                self.ensure_instance(request["path"].split("/"), body)
        recorder.take()

    def ensure_instance(self, path, body):
        """Creates the instance that a recorded call refers to, if its creation was not recorded."""
        known = len(path) < 4 or not UUID.fullmatch(path[3]) or path[3] in self.uuids
        if known or not isinstance(body["task_type"], int):
            return
        manager = getattr(self.client("matt"), path[2].replace("taskinstances", "_task_instances"))
        made = manager.create(body["task_type"], body["task_queue"], body["arguments"], body["name"])
        self.uuids[path[3]] = made.uuid

    def learn(self, line, live):
        """Notes the ids of created objects."""
        if line["call"].startswith("cli."):
            old, new = UUID.findall(line["result"]["stdout"]), UUID.findall(live["result"]["stdout"])
            if line["result"]["stdout"].startswith("uuid:") and old and new:
                self.uuids.setdefault(old[0], new[0])
            if re.search(r"\.(create)$", line["call"]) and live["result"]["stdout"].startswith("id: "):
                kind = line["call"].split(".")[1].replace("-", "_")
                self.next_id[kind] += 1
            return
        created = lambda exchanges: [
            exchange["response"]["body"] for exchange in exchanges if exchange["response"]["status"] == 201
        ]
        for body in created(live["exchanges"]):
            if "id" in body:
                kind = line["call"].split(".")[0]
                self.next_id[kind] = body["id"] + 1
        for old, new in zip(created(line.get("exchanges", [])), created(live["exchanges"])):
            if "uuid" in old and "uuid" in new:
                self.uuids[old["uuid"]] = new["uuid"]

    def uuid(self, recorded):
        """The UUID here for a recorded one, in the same spelling; any other text is unchanged."""
        plain = recorded.lower()
        if len(plain) == 32 and "-" not in plain:
            plain = "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))
        if not UUID.fullmatch(plain) or plain.startswith("00000000-"):
            return recorded
        if plain not in self.uuids:
            raise Unknown(recorded)
        here = self.uuids[plain]
        if recorded.isupper() or recorded.upper() == recorded:
            here = here.upper()
        return here if "-" in recorded else here.replace("-", "")
