"""Repeats recorded calls of a real server with the unmodified saltant-py and saltant-cli against another server.

Usage: replay.py RECORDED ANNOUNCEMENT, both files. Each recorded line is repeated in order and compared: its result or
exception, and for each exchange the method, the path, the status, the content type and the shape of the body. Prints a
line for each, and at the end "N passed, N failed, N skipped".
"""

import collections
import contextlib
import inspect
import json
import signal
import sys

import commands
import compare
import fixture
import managers
import recorder

# Lines that cannot be repeated here, and why. A name that ends with / or . stands for all that begin with it.
SKIPPED = {
    "raw.": "plain HTTP, without saltant-py",
    "worker.": "plain HTTP, without saltant-py",
}


# How long a call may take, in seconds: the longest awaited job sleeps for three.
LONGEST = 20


def reason_to_skip(line):
    if line["call"].rsplit(".", 1)[-1] in managers.INSIDE:
        return "inside saltant-py: nothing is sent"
    for name, reason in {**SKIPPED, **managers.SKIPPED, **commands.SKIPPED}.items():
        if line["id"] == name or (name.endswith(("/", ".")) and line["id"].startswith(name)):
            return reason
    return None


def driven_methods(client):
    """Every public method of every manager of the client and of every model."""
    import saltant.models as package
    import importlib
    import pkgutil

    names = set()
    for name, manager in vars(client).items():
        if hasattr(manager, "response_data_to_model_instance"):
            for method, _ in inspect.getmembers(manager, inspect.ismethod):
                names.add((name, method))
    for module in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module("saltant.models." + module.name)
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and not name.endswith("Manager") and not name.startswith(("Base", "Model")):
                for method, _ in inspect.getmembers(kind, inspect.isfunction):
                    names.add((name, method))
    return {name for name in names if not name[1].startswith("_") and name[1] not in managers.INSIDE}


def main(recorded_path, announcement_path):
    with open(recorded_path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    with open(announcement_path, encoding="utf-8") as file:
        announcement = json.load(file)
    compare.prove(next(line for line in lines if line["id"] == "task_queues.create/minimal"))
    world = fixture.World(announcement)
    counts = collections.Counter()
    methods = recorder.watch_methods()
    for line in lines:
        reason = reason_to_skip(line)
        if reason is None:
            drive = commands.drive if line["call"].startswith("cli.") else managers.drive
            why = attempt(drive, world, line)
        if reason is not None:
            counts["skipped"] += 1
            print("SKIP %s: %s" % (line["id"], reason))
        elif why:
            counts["failed"] += 1
            print("FAIL %s: %s" % (line["id"], why))
        else:
            counts["passed"] += 1
            print("PASS %s" % line["id"])
        sys.stdout.flush()
    forgotten = ["%s.%s" % name for name in sorted(driven_methods(world.client("matt")) - methods)]
    forgotten += ["saltant-cli " + name for name in sorted(commands.all_commands() - commands.DRIVEN)]
    for name in forgotten:
        counts["failed"] += 1
        print("FAIL %s: it was never called" % name)
    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % collections.defaultdict(int, counts))
    return 1 if counts["failed"] else 0


class Late(BaseException):
    """A call took too long. No handler in the libraries catches it."""


@contextlib.contextmanager
def limit(seconds):
    """Stops a call that takes too long, if the system supports it."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_):
        raise Late

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def attempt(drive, world, line):
    """Repeats a line; returns the difference, or None."""
    world.prepare(line)
    try:
        with limit(LONGEST):
            live = drive(world, line)
    except fixture.Unknown as unknown:
        return "it needs %s, which was not created" % unknown
    except Late:
        return "it did not end within %d s" % LONGEST
    world.learn(line, live)
    return compare.difference(line, live)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
