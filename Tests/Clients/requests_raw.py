"""Requests that no client would make."""

import json
import urllib.error
import urllib.request


def send(method, url, body=b"", headers=None):
    """Status, headers by lower-case name, and the body, parsed where it is JSON."""
    request = urllib.request.Request(url, data=body or None, method=method, headers={"Content-Type": "application/json", **(headers or {})})
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    data = answer.read()
    try:
        data = json.loads(data)
    except ValueError:
        pass
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, data


def post(url, value, headers=None):
    return send("POST", url, json.dumps(value).encode(), headers)


def get(url, headers=None):
    return send("GET", url, b"", headers)
