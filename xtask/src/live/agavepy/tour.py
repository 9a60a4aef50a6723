"""Calls every operation of the unmodified agavepy on the dev server.

Usage: tour.py ANNOUNCEMENT TLS-FOLDER. Prints a line for each operation and "N passed, N failed, N known" at the end.
"""

import io
import json
import os
import sys
import tempfile
import time

import proxy

# Operations that agavepy itself cannot do right, with what happens instead.
KNOWN = {
    "jobs.deletePermissionsForUser": "agavepy sends the text {jobId} in place of the id",
    "jobs.downloadOutput": "agavepy reads the file as JSON",
    "monitors.update": "agavepy sends the text {monitorId} in place of the id",
    "apps.getJobSubmissionForm": "agavepy sends the text {uniqueName} in place of the id",
    "actors.deleteMessages": "agavepy knows no model for the answer",
}
# Groups and operations that the dev server does not have.
ABSENT = ("admin", "transforms")
WITHOUT = {
    "profiles.create": "the users are those that the server was started with",
    "profiles.update": "the users are those that the server was started with",
    "profiles.delete": "the users are those that the server was started with",
}


class Tour:
    def __init__(self, agave):
        self.agave = agave
        self.called = {}
        self.job = None

    def call(self, operation, check=None, **arguments):
        group, method = operation.split(".")
        try:
            result = getattr(getattr(self.agave, group), method)(**arguments)
            problem = None if check is None or check(result) else "answered %r" % (result,)
        except Exception as error:
            result, problem = None, "%s: %s" % (type(error).__name__, said(error))
        if self.called.get(operation) is None:
            self.called[operation] = problem
        return result

    def until(self, operation, check, **arguments):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            result = self.call(operation, **arguments)
            if result is not None and check(result):
                return result
        self.called[operation] = "is not as awaited: %r" % (result,)
        return result


def said(error):
    response = getattr(error, "response", None)
    return "%s %s" % (error, response.text[:300]) if response is not None else str(error)


class Named(io.BytesIO):
    """A file in memory with a name, which agavepy asks for."""

    name = "in.txt"


def storage(system_id):
    return {
        "id": system_id,
        "name": "Files",
        "type": "STORAGE",
        "storage": {
            "host": "data.example.org",
            "port": 22,
            "protocol": "SFTP",
            "rootDir": "/",
            "homeDir": "/home",
            "auth": {"type": "PASSWORD", "username": "matt", "password": "hidden"},
        },
    }


def execution(system_id):
    login = {"host": "here.example.org", "port": 22, "protocol": "SSH", "auth": {"type": "PASSWORD", "password": "hidden"}}
    extra = {"type": "EXECUTION", "executionType": "CLI", "scheduler": "FORK", "workDir": "/work", "login": login}
    return dict(storage(system_id), queues=[{"name": "default", "default": True}], **extra)


def app(name):
    return {
        "name": name,
        "version": "1.0",
        "available": True,
        "executionType": "CLI",
        "parallelism": "SERIAL",
        "executionSystem": "here.matt",
        "deploymentSystem": "data.matt",
        "deploymentPath": "app",
        "templatePath": "wrapper.sh",
        "testPath": "wrapper.sh",
        "inputs": [{"id": "text", "details": {}, "semantics": {"ontology": []}, "value": {"required": False}}],
        "parameters": [],
    }


def clients_and_profiles(tour):
    tour.call("clients.list", lambda found: len(found) == 2)
    tour.call("clients.getClientByName", clientName="tour")
    tour.call("clients.listSubscriptionsForClient", lambda found: len(found) == 12, clientName="tour")
    tour.call("clients.addSubscriptionForClient", clientName="DefaultApplication", body={"apiName": "jobs"})
    tour.call("clients.deleteSubscriptionsForClient", clientName="DefaultApplication")
    tour.call("clients.delete", clientName="DefaultApplication")
    tour.call("profiles.get", lambda me: me.username == "matt")
    tour.call("profiles.list", lambda people: len(people) == 2)
    tour.call("profiles.listByUsername", lambda person: person.email == "daniel@example.org", username="daniel")


def systems(tour):
    tour.call("systems.add", lambda made: made.id == "data.matt", body=storage("data.matt"))
    tour.call("systems.add", body=execution("here.matt"))
    tour.call("systems.manage", systemId="data.matt", body={"action": "SETDEFAULT"})
    tour.call("systems.list", lambda found: len(found) == 1, type="STORAGE")
    tour.call("systems.get", lambda found: found.storage.homeDir == "/home", systemId="data.matt")
    tour.call("systems.update", lambda made: made.revision == 2, systemId="data.matt", body=storage("data.matt"))
    at = {"systemId": "data.matt"}
    tour.call("systems.updateRole", body={"username": "daniel", "role": "USER"}, **at)
    tour.call("systems.listRoles", lambda found: len(found) == 2, **at)
    tour.call("systems.getRoleForUser", lambda found: found is not None, username="daniel", **at)
    tour.call("systems.updateRoleForUser", username="daniel", body={"role": "ADMIN", "username": "daniel"}, **at)
    tour.call("systems.deleteRoleForUser", username="daniel", **at)
    tour.call("systems.deleteRoles", **at)
    credential = {"type": "PASSWORD", "username": "x", "password": "hidden"}
    of = dict(at, internalUsername="bob")
    tour.call("systems.updateCredentials", body=credential, **at)
    tour.call("systems.updateCredentialsForInternalUser", body=credential, **of)
    tour.call("systems.updateCredentialsForInternalUserByType", credentialType="storage", body=credential, **of)
    hides = lambda found: len(found) > 0 and "hidden" not in json.dumps(found, default=str)
    tour.call("systems.listCredentials", hides, **at)
    tour.call("systems.listCredentialsForInternalUser", hides, **of)
    tour.call("systems.listCredentialsForInternalUserByType", hides, credentialType="storage", **of)
    tour.call("systems.deleteCredentialsForInternalUserByType", credentialType="storage", **of)
    tour.call("systems.deleteCredentialsForInternalUser", **of)
    tour.call("systems.deleteCredentials", **at)
    tour.call("systems.add", body=storage("brief.matt"))
    tour.call("systems.delete", systemId="brief.matt")


def files(tour):
    at = {"systemId": "data.matt"}
    tour.call("files.manage", filePath="", body={"action": "mkdir", "path": "app"}, **at)
    tour.call("files.manageOnDefaultSystem", sourcefilePath="", body={"action": "mkdir", "path": "texts"})
    done = lambda made: made.status == "STAGING_QUEUED"
    tour.call("files.importToDefaultSystem", done, sourcefilePath="texts", fileToUpload=Named(b"some words here"))
    wrapper = Named(b"wc -w < ${text}\necho to stderr >&2\n")
    wrapper.name = "wrapper.sh"
    tour.call("files.importData", done, filePath="app", fileToUpload=wrapper, **at)
    names = lambda found: [item.name for item in found]
    tour.call("files.list", lambda found: names(found) == [".", "in.txt"], filePath="texts", **at)
    tour.call("files.listOnDefaultSystem", lambda found: names(found) == [".", "in.txt"], filePath="texts")
    whole = lambda answer: answer.content == b"some words here"
    tour.call("files.download", whole, filePath="texts/in.txt", **at)
    tour.call("files.downloadFromDefaultSystem", whole, sourcefilePath="texts/in.txt")
    tour.call("files.getHistory", lambda events: events[0].status == "CREATED", filePath="texts/in.txt", **at)
    tour.call("files.getHistoryOnDefaultSystem", lambda events: len(events) > 3, filePath="texts/in.txt")
    grant = {"username": "daniel", "permission": "READ", "recursive": True}
    tour.call("files.updatePermissions", filePath="texts", body=grant, **at)
    tour.call("files.updatePermissionsOnDefaultSystem", filePath="texts", body=grant)
    tour.call("files.listPermissions", lambda found: len(found) == 2, filePath="texts", **at)
    tour.call("files.listPermissionsOnDefaultSystem", lambda found: len(found) == 2, filePath="texts")
    tour.call("files.deletePermissions", filePath="texts", **at)
    for name in ("one", "two"):
        tour.call("files.manage", filePath="texts/in.txt", body={"action": "copy", "path": name}, **at)
    tour.call("files.delete", filePath="one", **at)
    tour.call("files.deleteFromDefaultSystem", sourcefilePath="two")


def apps(tour):
    tour.call("apps.add", lambda made: made.id == "words-1.0", body=app("words"))
    at = {"appId": "words-1.0"}
    tour.call("apps.get", lambda found: found.executionSystem == "here.matt", **at)
    tour.call("apps.update", lambda made: made.revision == 2, body=app("words"), **at)
    tour.call("apps.list", lambda found: len(found) == 1, privateOnly=True)
    tour.call("apps.listByName", lambda found: len(found) == 1, name="words")
    tour.call("apps.listBySystemId", lambda found: len(found) == 1, systemId="here.matt")
    tour.call("apps.listByTag", lambda found: found == [], tag="none")
    tour.call("apps.listByOntologyTerm", lambda found: found == [], term="none")
    tour.call("apps.updateApplicationPermissions", body={"username": "daniel", "permission": "READ"}, **at)
    tour.call("apps.updatePermissionsForUser", username="daniel", body={"username": "daniel", "permission": "ALL"}, **at)
    tour.call("apps.listPermissions", lambda found: len(found) == 2, **at)
    tour.call("apps.listPermissionsForUser", lambda found: found[0].permission.execute, username="daniel", **at)
    tour.call("apps.deletePermissionsForUser", username="daniel", **at)
    tour.call("apps.deletePermissions", **at)
    clone = {"action": "clone", "name": "copy", "version": "2"}
    tour.call("apps.manage", lambda made: made.id == "copy-2", body=clone, **at)
    tour.call("apps.delete", appId="copy-2")
    tour.call("apps.getJobSubmissionForm")


def jobs(tour):
    request = {
        "appId": "words-1.0",
        "name": "count words",
        "archive": True,
        "inputs": {"text": "agave://data.matt/texts/in.txt"},
        "parameters": {},
    }
    job = tour.call("jobs.submit", lambda made: made.status == "PENDING", body=request)
    at = {"jobId": job.id}
    tour.until("jobs.getStatus", lambda found: found.status == "FINISHED", **at)
    tour.call("jobs.get", lambda found: found.archiveSystem == "data.matt", **at)
    tour.call("jobs.list", lambda found: len(found) == 1)
    tour.call("jobs.search", lambda found: len(found) == 1, attribute="status", value="FINISHED")
    tour.call("jobs.getHistory", lambda events: events[-1].status == "FINISHED", **at)
    tour.call("jobs.listOutputs", lambda found: any(item.name == "count-words.out" for item in found), filePath="", **at)
    tour.call("jobs.downloadOutput", filePath="count-words.out", **at)
    tour.call("jobs.updatePermissions", body={"username": "daniel", "permission": "READ"}, **at)
    tour.call("jobs.updatePermissionsForUser", username="daniel", body={"username": "daniel", "permission": "ALL"}, **at)
    tour.call("jobs.listPermissions", lambda found: len(found) == 2, **at)
    tour.call("jobs.listPermissionsForUser", lambda found: found[0].permission.write, username="daniel", **at)
    tour.call("jobs.deletePermissionsForUser", uniqueName="daniel", username="daniel", **at)
    tour.call("jobs.deletePermissions", **at)
    tour.call("jobs.manage", body={"action": "stop"}, **at)
    tour.call("jobs.delete", **at)
    tour.job = job.id


def metadata(tour):
    schema = {"type": "object", "properties": {"color": {"type": "string"}}}
    schema_id = tour.call("meta.addSchema", lambda made: made.uuid.endswith("-013"), body=schema).uuid
    of_schema = {"uuid": schema_id}
    tour.call("meta.getSchema", **of_schema)
    tour.call("meta.searchSchema", uuid=schema_id)
    tour.call("meta.updateSchema", body=schema, **of_schema)
    item = {"name": "n", "value": {"color": "blue"}, "schemaId": schema_id, "associationIds": [tour.job]}
    at = {"uuid": tour.call("meta.addMetadata", body=item).uuid}
    tour.call("meta.getMetadata", lambda found: found.value["color"] == "blue", **at)
    tour.call("meta.listMetadata", lambda found: len(found) == 1, q=json.dumps({"value.color": {"$in": ["blue"]}}))
    tour.call("meta.updateMetadata", body=dict(item, name="m"), **at)
    grant, of = {"username": "daniel", "permission": "READ"}, {"username": "daniel"}
    tour.call("meta.updateMetadataPermissions", lambda made: made.permission.read, body=grant, **at)
    tour.call("meta.updateMetadataPermissionsForUser", body=grant, **of, **at)
    tour.call("meta.listMetadataPermissions", lambda found: len(found) == 2, **at)
    tour.call("meta.listMetadataPermissionsForUser", lambda found: found.username == "daniel", **of, **at)
    tour.call("meta.deleteMetadataPermissionsForUser", **of, **at)
    tour.call("meta.deleteMetadataPermission", **at)
    tour.call("meta.updateSchemaPermissions", body=grant, **of_schema)
    tour.call("meta.updateSchemaPermissionsForUser", body=grant, **of, **of_schema)
    tour.call("meta.listSchemaPermissions", lambda found: len(found) == 2, **of_schema)
    tour.call("meta.listSchemaPermissionsForUser", lambda found: found.username == "daniel", **of, **of_schema)
    tour.call("meta.deleteSchemaPermissionsForUser", **of, **of_schema)
    tour.call("meta.deleteSchemaPermissions", **of_schema)
    tour.call("meta.deleteMetadata", **at)
    tour.call("meta.deleteSchema", **of_schema)


def the_rest(tour):
    wanted = {"associatedUuid": tour.job, "event": "FINISHED", "persistent": False, "url": "http://127.0.0.1:9/"}
    at = {"uuid": tour.call("notifications.add", body=wanted).id}
    tour.call("notifications.get", **at)
    tour.call("notifications.list", lambda found: len(found) == 1, associatedUuid=tour.job)
    tour.call("notifications.update", lambda made: made.persistent, body=dict(wanted, persistent=True), **at)
    tour.call("notifications.delete", **at)
    monitor = {"monitorId": tour.call("monitors.add", body={"target": "here.matt", "frequency": 60}).id}
    tour.call("monitors.list", lambda found: len(found) == 1)
    tour.call("monitors.get", **monitor)
    tour.call("monitors.update", body={"target": "here.matt", "frequency": 30})
    check = tour.call("monitors.runCheck", lambda made: made.result == "PASSED", **monitor)
    tour.call("monitors.listChecks", lambda found: len(found) == 2, **monitor)
    tour.call("monitors.getCheck", checkId=check.id, **monitor)
    tour.call("monitors.delete", **monitor)
    postit = {"url": "http://localhost/files/v2/media/texts/in.txt", "method": "GET", "maxUses": 2}
    postit = tour.call("postits.create", lambda made: made["remainingUses"] == 2, body=postit)
    tour.call("postits.list", lambda found: len(found) == 1)
    tour.call("postits.delete", uuid=postit["postit"])


def actors(tour):
    body = {"image": "example/echo", "name": "echo", "stateless": False, "defaultEnvironment": {"A": "1"}}
    actor = tour.call("actors.add", lambda made: made.status == "SUBMITTED", body=body)
    at = {"actorId": actor.id}
    tour.until("actors.get", lambda found: found.status == "READY", **at)
    tour.call("actors.list", lambda found: len(found) == 1)
    tour.call("actors.update", body=dict(body, description="d"), **at)
    sent = tour.call("actors.sendMessage", body={"message": "hello"}, environment={"B": "2"}, **at)
    of = dict(at, executionId=sent.executionId)
    tour.until("actors.getExecution", lambda found: found.status == "COMPLETE", **of)
    tour.call("actors.getExecutionLogs", lambda found: found.logs == "hello 1 2\n", **of)
    tour.call("actors.getOneExecutionResult", lambda found: found == b"" or found.content == b"", **of)
    tour.call("actors.sendBinaryMessage", message=b"\0\1", environment={}, **at)
    tour.call("actors.listExecutions", lambda found: found.totalExecutions == 2, **at)
    tour.call("actors.getMessages", lambda found: found.messages >= 0, **at)
    tour.call("actors.deleteMessages", **at)
    tour.call("actors.updateState", body={"n": 1}, **at)
    tour.call("actors.getState", lambda found: found.state == {"n": 1}, **at)
    tour.call("actors.updatePermissions", body={"user": "daniel", "level": "READ"}, **at)
    tour.call("actors.getPermissions", lambda found: found["daniel"] == "READ", **at)
    tour.call("actors.addWorker", body={"num": 2}, **at)
    workers = tour.call("actors.listWorkers", lambda found: len(found) == 2, **at)
    tour.call("actors.getWorker", workerId=workers[0]["id"], **at)
    tour.call("actors.deleteWorker", workerId=workers[0]["id"], **at)
    nonce = tour.call("actors.addNonce", lambda made: made.level == "READ", body={"level": "READ", "maxUses": 1}, **at)
    tour.call("actors.listNonces", lambda found: len(found) == 1, **at)
    tour.call("actors.getNonce", nonceId=nonce.id, **at)
    tour.call("actors.deleteNonce", nonceId=nonce.id, **at)
    tour.call("actors.addAlias", lambda made: made.alias == "latest", body={"alias": "latest", "actorId": actor.id})
    tour.call("actors.listAliases", lambda found: len(found) == 1)
    tour.call("actors.getAlias", alias="latest")
    tour.call("actors.deleteAlias", alias="latest")
    tour.call("actors.delete", **at)


def expiry(agave, life):
    """agavepy renews an expired token by itself, and the used refresh token is replaced."""
    before = agave._token
    end = time.monotonic() + life + 5
    while time.monotonic() < end:
        if agave.profiles.get().username != "matt":
            return "another user"
        if agave._token != before:
            return None
    return "the token was never renewed"


def declared(agave):
    names = set()
    for group in ("clients",) + tuple(agave.all.resources):
        if group not in ABSENT:
            resource = getattr(agave, group)
            for name in dir(resource):
                if not name.startswith("_") and callable(getattr(resource, name, None)):
                    names.add("%s.%s" % (group, name))
    return names


def main(announcement_path, tls):
    with open(announcement_path, encoding="utf-8") as file:
        announcement = json.load(file)
    host, port = announcement["url"].split("/")[2].split(":")
    connect = proxy.Proxy((host, int(port)), os.path.join(tls, "server.pem"), os.path.join(tls, "server-key.pem"))
    os.environ.update({"HTTPS_PROXY": connect.url, "https_proxy": connect.url, "NO_PROXY": "", "no_proxy": ""})
    os.environ["HOME"] = tempfile.mkdtemp()
    from agavepy.agave import Agave

    ca = os.path.join(tls, "ca.pem")
    user = announcement["users"][0]
    agave = Agave(
        api_server="https://localhost", username="matt", password=user["password"], verify=ca, proxies={"https": connect.url}
    )
    tour = Tour(agave)
    tour.call("clients.create", lambda made: "consumerSecret" in made, body={"clientName": "tour"})
    for chapter in (clients_and_profiles, systems, files, apps, jobs, metadata, the_rest, actors):
        try:
            chapter(tour)
        except AttributeError as error:
            # A call before has answered nothing; what follows needs it.
            tour.called["(%s)" % chapter.__name__] = str(error)
    tour.called["(an expired token)"] = expiry(agave, 20)

    counts = {"passed": 0, "failed": 0, "known": 0}
    for name, problem in tour.called.items():
        known = KNOWN.get(name) if problem else None
        outcome = "known" if known else "failed" if problem else "passed"
        counts[outcome] += 1
        if outcome != "passed":
            print("%s %s: %s" % (outcome.upper(), name, known or problem))
    for name, reason in WITHOUT.items():
        print("WITHOUT %s: %s" % (name, reason))
    for name in sorted(declared(agave) - set(tour.called) - set(WITHOUT)):
        counts["failed"] += 1
        print("FAILED %s: it was not called" % name)
    print("%(passed)d passed, %(failed)d failed, %(known)d known" % counts)
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
