"""The mock cloud as a fixture: copy this file into your own tests."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.request

import boto3
import pytest

HERE = pathlib.Path(__file__).resolve().parent
# The checkout of Finegrain that this file is in, if it is in one.
ROOT = next((folder for folder in HERE.parents if (folder / "mocks" / "answers.yaml").is_file()), HERE)
STALE = "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "FINEGRAIN_URL"


@pytest.fixture(scope="session")
def cloud():
    """Starts the server on a free port and points every client of this process at it."""
    binary = os.environ.get("FINEGRAIN_SERVER") or shutil.which("finegrain-server") or ROOT / ".build/debug/finegrain-server"
    process = subprocess.Popen(
        [str(binary), "--port", "0", "--print-env"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    process.stdout.readline()  # listening on http://127.0.0.1:PORT
    for name in [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL") or name in STALE]:
        del os.environ[name]  # of another server, or of a real account
    while "FINEGRAIN_URL" not in os.environ:
        name, value = re.fullmatch(r"export (\w+)='(.*)'\n", process.stdout.readline()).groups()
        os.environ[name] = value
    yield Cloud(os.environ["FINEGRAIN_URL"])
    process.terminate()
    process.wait(timeout=10)


class Cloud:
    def __init__(self, url):
        self.url = url

    def get(self, path):
        with urllib.request.urlopen(f"{self.url}/_finegrain/{path}") as answer:
            return json.load(answer)

    def send(self, method, path, value=None):
        data = json.dumps(value).encode() if value is not None else b""
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/_finegrain/{path}", data=data, method=method)).close()

    def inject(self, *faults):
        self.send("PUT", "faults", {"faults": list(faults)})


@pytest.fixture
def function(cloud):
    """Runs handler.py as the function `write-copy` by AWS's own runtime client; invocations of it reach the handler."""
    cloud.inject()
    cloud.send("POST", "reset")
    address = cloud.url.removeprefix("http://")
    names = {"AWS_LAMBDA_FUNCTION_NAME": "write-copy", "AWS_LAMBDA_RUNTIME_API": f"{address}/write-copy"}
    environment = {**os.environ, **names}
    process = subprocess.Popen([sys.executable, "-m", "awslambdaric", "handler.handler"], cwd=HERE, env=environment)
    waiter = boto3.client("lambda").get_waiter("function_exists")
    waiter.wait(FunctionName="write-copy", WaiterConfig={"Delay": 0.1, "MaxAttempts": 200})
    yield "write-copy"
    process.terminate()
    process.wait(timeout=10)
