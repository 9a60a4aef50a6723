# -*- coding: utf-8 -*-
"""Calls every operation of astakosclient on a dev server of Astakos.

Usage: calls.py WORLD, a JSON object with release, url, users, service_token and code. The first user is an
administrator. The release is that of the package and of the server: 0.15 or 0.16.
"""

import inspect
import json
import sys

import astakosclient
from astakosclient import AstakosClient, errors, get_token_from_cookie, parse_endpoints

RESOURCE = "cyclades.vm"


class Recorder(object):
    """Passes calls on to a client, and keeps their names."""

    called = set()

    def __init__(self, token):
        self.client = AstakosClient(token, WORLD["url"], retry=0)

    def __getattr__(self, name):
        Recorder.called.add(name)
        return getattr(self.client, name)


def equal(got, wanted):
    if got != wanted:
        raise AssertionError("%r is not %r" % (got, wanted))


def fails(error, status, call, *arguments):
    try:
        got = call(*arguments)
    except error as caught:
        equal(caught.status, status)
        return caught
    raise AssertionError("%r instead of %s" % (got, error.__name__))


def identity():
    endpoints = ada.get_endpoints()
    account = parse_endpoints(endpoints, ep_name="astakos_account", ep_version_id="v1.0")
    equal(account[0]["type"], "account")
    access = ada.authenticate()["access"]
    equal(access["user"]["id"], ADA["uuid"])
    equal(access["user"]["name"], u"Ada Ünal")
    equal(ada.authenticate(ADA["uuid"])["access"]["token"]["id"], ADA["token"])
    fails(errors.BadRequest, 400, ada.authenticate, "x")
    fails(errors.Unauthorized, 401, Recorder("wrong").authenticate)
    fails(errors.Unauthorized, 401, Recorder("wrong").get_quotas)
    grant = ada.get_token(
        "authorization_code", "portal", "s3cret", code=WORLD["code"],
        redirect_uri="https://portal.example.org/back")
    owner = ada.validate_token(grant["access_token"], "https://files.example.org/a")
    equal(owner["access"]["user"]["id"], ADA["uuid"])
    fails(errors.NotFound, 404, ada.validate_token, "unknown")
    fails(errors.BadRequest, 400, lambda: ada.get_token("authorization_code", "portal", "wrong", code="x"))


def users():
    equal(ada.get_usernames([ADA["uuid"], "unknown"]), {ADA["uuid"]: ADA["email"]})
    equal(ada.get_username(BOB["uuid"]), BOB["email"])
    fails(errors.NoUserName, 500, ada.get_username, "unknown")
    equal(ada.get_uuids(["BOB@example.org"]), {"BOB@example.org": BOB["uuid"]})
    equal(ada.get_uuid(BOB["email"]), BOB["uuid"])
    fails(errors.NoUUID, 500, ada.get_uuid, "unknown")
    equal(len(cloud.service_get_usernames([ADA["uuid"], BOB["uuid"]])), 2)
    if RELEASE == "0.16":
        equal(len(cloud.service_get_usernames(None)), 2)
    equal(cloud.service_get_username(ADA["uuid"]), ADA["email"])
    equal(cloud.service_get_uuids([ADA["email"]]), {ADA["email"]: ADA["uuid"]})
    equal(cloud.service_get_uuid(ADA["email"]), ADA["uuid"])
    fails(errors.Unauthorized, 401, bob.service_get_uuid, ADA["email"])


def general():
    equal([service["name"] for service in ada.get_services()], ["astakos", "cyclades", "pithos"])
    equal(ada.get_resources()["cyclades.ram"]["unit"], "bytes")
    ada.send_feedback("it works", json.dumps({"client": "astakosclient"}))


def project():
    specs = {
        "name": "lab.example.org", "end_date": "2999-01-01T00:00:00+00:00", "join_policy": "moderated",
        "resources": {RESOURCE: {"member_capacity": 3, "project_capacity": 4}}}
    applied = bob.create_project(specs)
    name = applied["id"]
    fails(errors.BadRequest, 400, bob.create_project, {"name": "lab"})
    fails(errors.Forbidden, 403, bob.application_action, name, applied["application"], "approve")
    ada.application_action(name, applied["application"], "approve", "fine")
    equal(bob.get_project(name)["state"], "active")
    equal([found["id"] for found in bob.get_projects(name="lab.example.org", mode="active")], [name])
    change = bob.modify_project(name, {"description": u"für alle"})
    ada.application_action(name, change["application"], "deny")
    bob.application_action(name, change["application"], "dismiss")
    ada.project_action(name, "suspend", "for a while")
    fails(errors.AstakosClientException, 409, ada.project_action, name, "suspend")
    ada.project_action(name, "unsuspend")
    fails(errors.NotFound, 404, bob.get_project, "unknown")
    return name


def members(project):
    joined = ada.join_project(project)["id"]
    equal(ada.get_membership(joined)["allowed_actions"], ["cancel", "accept", "reject"])
    bob.membership_action(joined, "accept", "welcome")
    equal([one["id"] for one in bob.get_memberships(project=project)], [joined])
    own = bob.enroll_member(project, BOB["email"])["id"]
    equal(bob.get_membership(own)["state"], "accepted")
    fails(errors.AstakosClientException, 409, bob.enroll_member, project, BOB["email"])
    fails(errors.AstakosClientException, 409, bob.membership_action, own, "cancel")


def project_015():
    specs = {
        "name": "lab.example.org", "end_date": "2999-01-01T00:00:00+00:00", "join_policy": "moderated",
        "max_members": 5, "resources": {RESOURCE: {"member_capacity": 3, "project_capacity": None}}}
    applied = bob.create_project(specs)
    name, first = applied["id"], applied["application"]
    fails(errors.BadRequest, 400, bob.create_project, {"name": "lab"})
    fails(errors.Forbidden, 403, bob.application_action, first, "approve")
    equal([found["id"] for found in bob.get_applications(project=name)], [first])
    equal(bob.get_application(first)["state"], "pending")
    equal(bob.get_applications(project=99), [])
    fails(errors.NotFound, 404, bob.get_application, 99)
    ada.application_action(first, "approve", "fine")
    equal(bob.get_project(name)["state"], "active")
    equal([found["id"] for found in bob.get_projects(name="lab.example.org", state="active")], [name])
    equal(bob.get_projects(owner=ADA["uuid"]), [])
    change = bob.modify_project(name, dict(specs, description=u"für alle"))["application"]
    ada.application_action(change, "deny")
    bob.application_action(change, "dismiss")
    for reason in ("for a while", "twice is as good"):
        ada.project_action(name, "suspend", reason)
    ada.project_action(name, "unsuspend")
    fails(errors.BadRequest, 400, bob.get_project, "unknown")
    fails(errors.NotFound, 404, bob.get_project, 99)
    return name


def quotas_015():
    def held(*wanted):
        quota = bob.get_quotas()["system"][RESOURCE]
        equal(tuple(quota[name] for name in ("usage", "limit", "pending")), wanted)

    def issue(quantity, **more):
        return cloud.issue_one_commission(BOB["uuid"], "system", {RESOURCE: quantity}, **more)

    held(0, 5, 0)
    serial = issue(2, name="start")
    held(2, 5, 2)
    equal(cloud.get_pending_commissions(), [serial])
    info = cloud.get_commission_info(serial)
    equal((info["name"], info["provisions"][0]["source"]), ("start", "system"))
    cloud.accept_commission(serial)
    held(2, 5, 0)
    fails(errors.NotFound, 404, cloud.accept_commission, serial)
    refused = fails(errors.QuotaLimit, 413, issue, 4)
    equal(json.loads(refused.details)["overLimit"]["data"]["usage"], 2)
    fails(errors.NotFound, 404, lambda: cloud.issue_one_commission("unknown", "system", {RESOURCE: 1}))
    serial = issue(9, force=True)
    cloud.reject_commission(serial)
    serial = cloud.issue_commission({"force": False, "auto_accept": False, "name": "", "provisions": [
        {"holder": BOB["uuid"], "source": "system", "resource": RESOURCE, "quantity": 1}]})
    cloud.commission_action(serial, "accept")
    held(3, 5, 0)
    first, second = issue(1), issue(-1)
    done = cloud.resolve_commissions([first, 999999], [second])
    equal((done["accepted"], done["rejected"], done["failed"][0][0]), ([first], [second], 999999))
    held(4, 5, 0)
    equal(cloud.service_get_quotas(user=BOB["uuid"])[BOB["uuid"]]["system"][RESOURCE]["usage"], 4)
    equal(len(cloud.service_get_quotas()), 2)
    fails(errors.NotFound, 404, cloud.service_get_quotas, "unknown")


def quotas(project):
    def quota():
        return bob.get_quotas()[project][RESOURCE]

    def held(*wanted):
        equal(tuple(quota()[name] for name in ("usage", "limit", "pending", "project_usage")), wanted)

    held(0, 3, 0, 0)
    serial = cloud.issue_one_commission(BOB["uuid"], {(project, RESOURCE): 2}, name="start")
    held(2, 3, 2, 2)
    equal(cloud.get_pending_commissions(), [serial])
    equal(cloud.get_commission_info(serial)["name"], "start")
    cloud.accept_commission(serial)
    held(2, 3, 0, 2)
    fails(errors.NotFound, 404, cloud.accept_commission, serial)
    refused = fails(errors.QuotaLimit, 413, lambda: cloud.issue_one_commission(BOB["uuid"], {(project, RESOURCE): 2}))
    if "Available" not in str(refused.details) and "available" not in str(refused.details):
        raise AssertionError(refused.details)
    fails(errors.NotFound, 404, lambda: cloud.issue_one_commission("unknown", {(project, RESOURCE): 1}))
    serial = cloud.issue_one_commission(BOB["uuid"], {(project, RESOURCE): 5}, force=True)
    cloud.reject_commission(serial)
    serial = cloud.issue_commission_generic(
        {(ADA["uuid"], project, RESOURCE): 1}, {(project, RESOURCE): 1}, auto_accept=True)
    fails(errors.NotFound, 404, cloud.commission_action, serial, "reject")
    held(2, 3, 0, 3)
    serial = cloud.issue_resource_reassignment(BOB["uuid"], {(project, BOB["uuid"], RESOURCE): 1})
    cloud.commission_action(serial, "accept")
    held(1, 3, 0, 2)
    equal(bob.get_quotas()[BOB["uuid"]][RESOURCE]["usage"], 1)
    first = cloud.issue_one_commission(BOB["uuid"], {(project, RESOURCE): 1})
    second = cloud.issue_one_commission(BOB["uuid"], {(project, RESOURCE): -1})
    done = cloud.resolve_commissions([first, 999999], [second])
    equal((done["accepted"], done["rejected"], done["failed"][0][0]), ([first], [second], 999999))
    held(2, 3, 0, 3)
    own = cloud.service_get_quotas(user=[BOB["uuid"]], project_id=[project])
    equal(own[BOB["uuid"]][project][RESOURCE]["usage"], 2)
    equal(len(cloud.service_get_quotas()), 2)
    equal(cloud.service_get_project_quotas(project)[project][RESOURCE]["project_usage"], 3)
    fails(errors.NotFound, 404, cloud.service_get_quotas, "unknown")
    equal(len(cloud.mk_provisions(BOB["uuid"], project, RESOURCE, 1)), 2)


class Request(object):
    COOKIE = {"cookie": "uuid%7Ctoken"}


WORLD = json.loads(sys.argv[1])
RELEASE = WORLD["release"]
ADA, BOB = WORLD["users"]
ada, bob, cloud = Recorder(ADA["token"]), Recorder(BOB["token"]), Recorder(WORLD["service_token"])

equal(get_token_from_cookie(Request(), "cookie"), "token")
identity()
users()
general()
if RELEASE == "0.15":
    lab = project_015()
    members(lab)
    quotas_015()
else:
    lab = project()
    members(lab)
    quotas(lab)

public = set(
    name for name, member in inspect.getmembers(AstakosClient, inspect.ismethod) if not name.startswith("_"))
missed = sorted(public - Recorder.called)
print("astakosclient %s: %d of %d operations called" % (
    RELEASE, len(public & Recorder.called), len(public)))
if missed:
    sys.exit("not called: " + ", ".join(missed))
