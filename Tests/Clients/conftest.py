"""The mock cloud as a fixture: the server built from this tree, on a free port, with the clients' variables set."""

import os
import pathlib
import re
import subprocess

import boto3
import pytest
from botocore.config import Config

from aws_answers import watch

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("FINEGRAIN_SERVER", ROOT / ".build/debug/finegrain-server"))


def start(*options):
    """Starts a server; gives the process, its address and the variables that it prints."""
    process = subprocess.Popen(
        [str(BINARY), "--port", "0", "--print-env", *options],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )
    url = process.stdout.readline().removeprefix("listening on ").strip()
    variables = {}
    while "FINEGRAIN_URL" not in variables:
        name, value = re.fullmatch(r"export (\w+)='(.*)'\n", process.stdout.readline()).groups()
        variables[name] = value
    return process, url, variables


def stop(process):
    process.terminate()
    assert process.wait(timeout=10) == 0


@pytest.fixture(scope="session")
def server():
    """The address of one server for all tests."""
    process, url, variables = start()
    os.environ.update(variables)
    yield url
    stop(process)


@pytest.fixture
def aws(server):
    """Makes a boto3 client that does not retry and whose answers are checked against the service's own model."""

    def make(service, **settings):
        settings.setdefault("retries", {"total_max_attempts": 1})
        client = boto3.client(service, endpoint_url=server, config=Config(**settings))
        watch(client)
        return client

    return make
