"""Compares requests with those of the package's own client: requests.py CALLS.

CALLS is a JSON list of calls: the operation's name, its arguments, and the request that was sent. Each method of the
client is called with the same arguments; a server here notes what arrives. Prints a JSON list of differences.

These differences are meant:

- Path variables are not repeated in the body: they override it.
- The client sends no content type or one of a form, and compresses long bodies.
- Flags in a query are `true`, not `True`; the server takes both.
- Text beyond ASCII in a query goes in a JSON body: the server reads queries as Latin-1.
- The client sends the name of an enumeration's member. In a path or a list it sends Python's text for it, which the
  server refuses.
- The client sends arguments that are null; the server's default is the same.
- Times are written differently.
- The client sends the address that it computes for the resource that discovered others; the server ignores it.
"""

import asyncio
import datetime
import enum
import gzip
import inspect
import json
import sys
import typing
import urllib.parse

import pydantic
import tornado.httpserver
import tornado.netutil
import tornado.web
from inmanta import config, protocol
from inmanta.protocol.endpoints import VersionMatch


class Note(tornado.web.RequestHandler):
    def answer(self, **_: str) -> None:
        body = self.request.body
        if self.request.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.application.last = {
            "method": self.request.method,
            "target": self.request.uri,
            "tid": self.request.headers.get("X-Inmanta-tid"),
            "body": json.loads(body) if body else {},
        }

    get = head = post = put = patch = delete = answer


def python_value(annotation: object, value: object) -> object:
    """The value as a user of the client gives it: a time, an enumeration's member, a model."""
    if annotation is inspect.Parameter.empty:
        return value
    return pydantic.TypeAdapter(annotation).validate_python(value)


def plain(value: object) -> object:
    """A value in a form that the two ways of writing it share."""
    if isinstance(value, dict):
        return {name.replace("_", "-") if name.startswith(("use", "extra", "index")) else name: plain(each)
                for name, each in value.items() if each is not None and name != "discovery_resource_uri"}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    text = str(value)
    try:
        return datetime.datetime.fromisoformat(text).astimezone(datetime.timezone.utc).isoformat()
    except ValueError:
        return text.lower() if text in ("True", "False") else text


def normal(method: str, target: str, tid: object, body: dict, path: str) -> dict:
    """A request without the differences that are meant."""
    address, _, query = target.partition("?")
    sent = {}
    for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True):
        sent.setdefault(name, []).append(value)
    in_path = {part[1:-1] for part in path.split("/") if part.startswith("<")}
    for name, value in body.items():
        # Arguments of a query that are sent as a body have the names of the query.
        if name not in in_path:
            is_query = method in ("GET", "HEAD", "DELETE")
            sent.setdefault(name, []).extend(value if is_query and isinstance(value, list) else [value])
    arguments = {name: plain(values) for name, values in sent.items() if values != [None]}
    return {"method": method, "path": urllib.parse.unquote(address), "tid": str(tid), "arguments": arguments}


def enumerations(value: object, function: object, name: str, path: str) -> object:
    """Members of an enumeration in a path or a list are given as their values, which the server takes."""
    if isinstance(value, list):
        return [each.value if isinstance(each, enum.Enum) else each for each in value]
    if isinstance(value, enum.Enum) and (f"<{name}>" in path or value.name != value.value):
        return value.value
    return value


async def main() -> None:
    calls = json.load(open(sys.argv[1], encoding="utf-8"))
    app = tornado.web.Application([(".*", Note)])
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    tornado.httpserver.HTTPServer(app).add_sockets(sockets)
    config.Config.load_config()
    config.Config.set("client_rest_transport", "host", "127.0.0.1")
    config.Config.set("client_rest_transport", "port", str(sockets[0].getsockname()[1]))
    different = []
    for call in calls:
        words = call["name"].split(".")
        version = 1 if words[1] == "v1" else 2
        client = protocol.Client("client", version_match=VersionMatch.exact, exact_version=version)
        properties = client._select_method(words[-1])
        path, function = properties._path.path, properties.function
        hints = typing.get_type_hints(function)
        request = call["request"]
        tid = request["headers"].get("x-inmanta-tid")
        arguments = {}
        for name, value in call["arguments"].items():
            if name in ("link",):
                continue
            if name == "filter":
                lists = {key: each if isinstance(each, list) else [each] for key, each in value.items()}
                value = {key: [str(each) for each in values] for key, values in lists.items()}
            given = python_value(hints.get(name, inspect.Parameter.empty), value)
            arguments[name] = enumerations(given, function, name, path)
        if "tid" in inspect.signature(function).parameters:
            arguments["tid"] = tid
        app.last = None
        await getattr(client, words[-1])(**arguments)
        if app.last is None:
            different.append(f"{call['name']}: the Python client sends nothing")
            continue
        theirs = normal(**app.last, path=path)
        own = normal(request["method"], request["target"], tid, request["body"] or {}, path)
        if own != theirs:
            different.append(f"{call['name']}: {own}, but the Python client sends {theirs}")
    print(json.dumps(different))


asyncio.run(main())
