"""Repeats recorded commands of saltant-cli, each in its own process."""

import os
import re
import subprocess
import sys
import tempfile

import fixture

SKIPPED = {
    "cli.main/setup": "asks questions and writes a config file; nothing is sent",
    "cli.main/setup-exists-no": "asks questions and writes a config file; nothing is sent",
    "cli.completion.install/": "breaks in the library that it uses; nothing is sent",
    "cli.completion/": "tells of the shells that it knows; nothing is sent",
}

DRIVEN = set()

PROGRAM = os.path.join(os.path.dirname(sys.executable), "saltant-cli")

CONFIGS = {"empty-config": "", "broken-yaml": "a: [1,\n: b: ]"}


def all_commands():
    """The path of every command that sends something."""
    import click
    from saltant_cli.main import main

    paths = set()

    def walk(command, path):
        if isinstance(command, click.Group):
            for name, child in command.commands.items():
                walk(child, path + [name])
        else:
            paths.add(" ".join(path))

    walk(main, [])
    return {path for path in paths if not path.startswith("completion")}


def drive(world, line):
    arguments = [fixture.UUID.sub(lambda found: world.uuid(found.group()), text) for text in line["args"]["argv"]]
    case = line["id"].split("/")[1]
    token = "wrong" if case.startswith("bad-token") else world.users["matt"]["token"]
    config = "saltant-api-url: %s\nsaltant-auth-token: %s\n" % (world.url, token)
    config = CONFIGS.get(case, config)
    if len(arguments) > 1 and not arguments[0].startswith("-"):
        DRIVEN.add(" ".join(arguments[:2]))
    with tempfile.TemporaryDirectory() as home:
        folder = os.path.join(home, "saltant-cli")
        os.mkdir(folder)
        with open(os.path.join(folder, "config.yaml"), "w", encoding="utf-8") as file:
            file.write(config)
        environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_CONFIG_HOME": home, "PAGER": "cat"}
        environment.update({"LC_ALL": "C.UTF-8", "COLUMNS": "80"})
        done = subprocess.run(
            [PROGRAM] + arguments, env=environment, capture_output=True, timeout=60, cwd=home, check=False
        )
    stderr = re.sub(r"\r\n?", "\n", done.stderr.decode())
    return {"result": {"exit": done.returncode, "stdout": done.stdout.decode(), "stderr": stderr}}
