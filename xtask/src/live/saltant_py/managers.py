"""Repeats recorded calls of managers and models."""

import datetime
import inspect
import json

import recorder
from saltant import client as client_module

# Functions that the other methods use to read answers: these lines hold no answer of a server.
INSIDE = ("response_data_to_model_instance", "response_data_to_model_instances_list", "validate_request_success")

SKIPPED = {
    "client.timeout/": "a race between the server and a limit of 0.1 ms",
    "executable_task_instances.wait_until_finished/unknown-state-polls-forever": "it never ends",
    "executable_task_instances.clone/private-queue-500": "the queue became private while nobody looked",
    "client.new/asserts-vanish-under-O": "runs another interpreter; nothing of the server's",
}


def drive(world, line):
    owner, method = line["call"].rsplit(".", 1)
    recorder.take()
    live = {}
    try:
        if owner == "client":
            result = of_client(world, line, method)
        elif owner.startswith("model."):
            result = of_model(world, line, owner[len("model."):], method)
        else:
            result = of_manager(world, line, owner, method)
        live["result"] = plain(result)
    except Exception as error:
        if type(error).__name__ == "Unknown":
            raise
        live["error"], live["message"] = type(error).__name__, str(error)
    live["exchanges"] = recorder.take()
    return live


def plain(value):
    """A result as it was recorded: objects by their attributes, times as text."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (datetime.datetime, datetime.date)):
        return str(value)
    if hasattr(value, "manager"):
        return {name: plain(item) for name, item in vars(value).items() if name != "manager"}
    return value


def recorded_path(line, position=0):
    """The parts of a recorded request's path below /api/."""
    return line["exchanges"][position]["request"]["path"].split("/")[2:]


def of_client(world, line, method):
    token = {"<token>": "matt", "<token of daniel>": "daniel"}
    arguments = dict(line["args"])
    known = lambda text: world.users[token[text]]["token"] if text in token else text
    if method == "new":
        arguments.pop("python", None)
        base = arguments.pop("base_api_url", "<base>")
        base = world.url if base == "<base>" else base
        base = world.url.replace("api/", "") if "not the api" in base else base
        base = world.url.rstrip("/") if "no slash" in line["id"] or "no-slash" in line["id"] else base
        return client_module.Client(base, known(arguments.pop("auth_token", "<token>")), **arguments)
    if method == "from_env":
        import os

        default = {"SALTANT_API_URL": world.url, "SALTANT_AUTH_TOKEN": "<token>"}
        wanted = arguments.pop("env", default)
        for name in ("SALTANT_API_URL", "SALTANT_AUTH_TOKEN"):
            os.environ.pop(name, None)
        for name, value in wanted.items():
            os.environ[name] = world.url if value.startswith("http://") else known(value)
        made = client_module.Client.from_env(**arguments)
        if len(line["exchanges"]) > 1:
            # The recorder fetched the object first.
            recorder.take()
            del line["exchanges"][0]
            made.test_authentication()
        return made
    return getattr(world.client("matt"), method)()


def of_manager(world, line, owner, method):
    manager = getattr(world.client_of(line), owner)
    recorder.note(owner, method)
    call = getattr(manager, method)
    arguments = {name: value for name, value in line["args"].items() if name not in ("as", "auth")}
    if owner.endswith("_instances") and method not in ("create", "list"):
        uuids = [world.uuid(recorded_path(line, at)[1]) for at in range(len(line.get("exchanges", [])))]
        if method.endswith("_many"):
            return call(uuids)
        uuid = arguments.get("uuid", "")
        if "/" not in uuid and uuids:
            uuid = uuids[0]
        rest = {name: value for name, value in arguments.items() if name == "refresh_period"}
        return call(uuid, **rest)
    return call(**filled(line, call, arguments))


def filled(line, call, arguments):
    """The arguments; those that the recorder left out are taken from the request."""
    missing = {
        name: parameter
        for name, parameter in inspect.signature(call).parameters.items()
        if parameter.default is parameter.empty and name not in arguments
    }
    if not missing or not line.get("exchanges"):
        return arguments
    body = dict(line["exchanges"][-1]["request"].get("body") or {})
    for name in missing:
        if name == "id":
            arguments[name] = int(recorded_path(line, -1)[1])
        elif name in body:
            text = body[name]
            try:
                arguments[name] = json.loads(text.lower() if text in ("True", "False") else text)
            except (TypeError, ValueError):
                arguments[name] = text
        elif name.startswith(("whitelist", "whitelisted")):
            arguments[name] = []
        elif name in ("json_file_option", "logs_path", "results_path"):
            arguments[name] = None
    return arguments


MODELS = {
    "user": ("users", "User"),
    "task_queue": ("task_queues", "TaskQueue"),
    "task_whitelist": ("task_whitelists", "TaskWhitelist"),
    "executable_task_type": ("executable_task_types", "ExecutableTaskType"),
    "container_task_type": ("container_task_types", "ContainerTaskType"),
    "executable_task_instance": ("executable_task_instances", "ExecutableTaskInstance"),
    "container_task_instance": ("container_task_instances", "ContainerTaskInstance"),
}


def of_model(world, line, name, method):
    manager_name, model = MODELS[name]
    manager = getattr(world.client("matt"), manager_name)
    if method == "str":
        subject = manager.list({"page_size": 1})[0]
        line["exchanges"] = []
        recorder.take()
        return str(subject)
    key = recorded_path(line)[1]
    if name == "user":
        subject = manager.get("matt")
        subject.username = key
    elif name.endswith("_instance"):
        subject = manager.get(world.uuid(key))
    else:
        subject = manager.get(int(key))
        change(line, subject)
    if method in ("put", "patch"):
        # Only the last exchange belongs to the model's method; the recorder fetched the model first.
        line["exchanges"] = line["exchanges"][-1:]
    recorder.take()
    recorder.note(model, method)
    rest = {name: value for name, value in line["args"].items() if name == "refresh_period"}
    result = getattr(subject, method)(**rest)
    if "does-not-update" in line["id"]:
        shown = "state" if name.endswith("_instance") else "description"
        result = {"returned": getattr(result, shown), "object_after": getattr(subject, shown)}
    return result


def change(line, subject):
    """Changes a model as the recorder did before it was sent."""
    subject.description = "local only"
    if line["id"].endswith("/invalid"):
        subject.name = ""
    if line["id"].endswith("/empty-lists"):
        subject.whitelisted_container_task_types = []
        subject.whitelisted_executable_task_types = []
