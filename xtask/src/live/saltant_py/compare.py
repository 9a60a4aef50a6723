"""Compares two calls: they are of the same class if outcome and exchanges are the same except for values."""

import copy
import re

# Objects whose keys are the user's own.
FREE = {"arguments", "required_arguments_default_values"}
IDENTIFIER = re.compile(r"^(\d+|[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12})$")


def template(path):
    parts = [part if not IDENTIFIER.match(part) else "{}" for part in path.split("/")]
    return "/".join(parts)


def shape_difference(old, new, where="body"):
    """The difference in the shape of two JSON values, or None; null matches everything."""
    if old is None or new is None:
        return None
    if isinstance(old, dict) and isinstance(new, dict):
        if set(old) != set(new):
            return "%s has the keys %s instead of %s" % (where, sorted(new), sorted(old))
        for key in old:
            if key not in FREE:
                found = shape_difference(old[key], new[key], "%s.%s" % (where, key))
                if found:
                    return found
        return None
    if isinstance(old, list) and isinstance(new, list):
        return shape_difference(old[0], new[0], where + "[0]") if old and new else None
    if type(old) is not type(new):
        return "%s is %r instead of %r" % (where, new, old)
    return None


def brief(exchange):
    request, response = exchange["request"], exchange["response"]
    media = (response.get("headers") or {}).get("content-type", "").split(";")[0]
    return (request["method"], template(request["path"]), response["status"], media)


def without_repeats(exchanges):
    """Repeated requests of a wait count once: their number depends on time."""
    kept = []
    for exchange in exchanges:
        if not kept or brief(kept[-1]) != brief(exchange):
            kept.append(exchange)
    return kept


def difference(line, live):
    """The difference between a line and its repetition, or None."""
    if line["call"].startswith("cli."):
        return cli_difference(line["result"], live["result"])
    if line.get("error") != live.get("error"):
        said = live.get("message") or live.get("result")
        return "%s instead of %s: %s" % (live.get("error"), line.get("error"), said)
    old, new = without_repeats(line.get("exchanges", [])), without_repeats(live["exchanges"])
    if [brief(exchange) for exchange in old] != [brief(exchange) for exchange in new]:
        return "exchanges %s instead of %s" % ([brief(e) for e in new], [brief(e) for e in old])
    for one, other in zip(old, new):
        if brief(one)[3] == "application/json":
            found = shape_difference(one["response"]["body"], other["response"]["body"])
            if found:
                return found
    if is_model(line.get("result")):
        return shape_difference(line["result"], live.get("result"), "result")
    return None


def is_model(result):
    """Whether a result is a model or a list of models, and not a note of the recorder about one."""
    if isinstance(result, list):
        return all(is_model(item) for item in result)
    return isinstance(result, dict) and ("user" in result or "email" in result)


def prove(line):
    """Checks the comparison: each way to spoil a recorded line is noticed, and the line itself passes."""
    spoilings = {
        "error": lambda it: it.update(error="KeyError"),
        "method": lambda it: it["exchanges"][0]["request"].update(method="PUT"),
        "path": lambda it: it["exchanges"][0]["request"].update(path="/api/users/"),
        "status": lambda it: it["exchanges"][0]["response"].update(status=202),
        "kind": lambda it: it["exchanges"][0]["response"]["headers"].update({"content-type": "text/html"}),
        "key": lambda it: it["exchanges"][0]["response"]["body"].pop("name"),
        "type": lambda it: it["exchanges"][0]["response"]["body"].update(name=7),
        "result": lambda it: it["result"].pop("name"),
        "no exchange": lambda it: it["exchanges"].clear(),
    }
    assert difference(line, copy.deepcopy(line)) is None, "a line differs from itself"
    for name, spoil in spoilings.items():
        spoiled = copy.deepcopy(line)
        spoil(spoiled)
        assert difference(line, spoiled), "a spoiled %s is not seen" % name


def cli_difference(old, new):
    if old["exit"] != new["exit"]:
        return "exit %s instead of %s: %s" % (new["exit"], old["exit"], new["stderr"][-300:] or new["stdout"])
    if old["stderr"].startswith("(traceback)"):
        # The recorder kept only the last line, which begins with the exception's name except for YAML.
        name = old["stderr"].replace("(traceback) ...", "").strip().split(":")[0]
        known = " " in name or name in new["stderr"]
        return None if known else "%s is not in the traceback: %s" % (name, new["stderr"][-300:])
    found = text_difference(old["stdout"], new["stdout"])
    return found or (None if old["stderr"] == new["stderr"] else "stderr is %r" % new["stderr"])


def text_difference(old, new):
    """Compares tables by their headings, objects by their keys, and anything else exactly."""
    first = old.split("\n")
    if len(first) > 1 and first[1].startswith("---") or first[0].startswith("uuid  "):
        same = first[0].split() == new.split("\n")[0].split()
    elif re.match(r"^(id|uuid|username): ", old):
        keys = lambda text: [line.split(":")[0] for line in text.splitlines() if re.match(r"^\w+:", line)]
        same = keys(old) == keys(new)
    else:
        hidden = lambda text: re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "{}", text)
        same = hidden(old) == hidden(new)
    return None if same else "stdout is %r instead of %r" % (new[:300], old[:300])
