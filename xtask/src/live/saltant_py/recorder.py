"""Records what saltant-py sends and receives without a change of the library."""

import json

import requests.adapters

EXCHANGES = []
METHODS = set()

_send = requests.adapters.HTTPAdapter.send


def _noting(self, request, *args, **kwargs):
    response = _send(self, request, *args, **kwargs)
    content_type = response.headers.get("content-type", "")
    body = response.text
    if content_type.startswith("application/json"):
        body = json.loads(body)
    path = request.path_url.split("?")[0]
    EXCHANGES.append(
        {
            "request": {"method": request.method, "path": path},
            "response": {"status": response.status_code, "headers": {"content-type": content_type}, "body": body},
        }
    )
    return response


requests.adapters.HTTPAdapter.send = _noting


def take():
    """The exchanges since the last call of this method."""
    taken = list(EXCHANGES)
    EXCHANGES.clear()
    return taken


def watch_methods():
    """The set of (manager or model, method) that `note` fills."""
    return METHODS


def note(owner, method):
    METHODS.add((owner, method))
