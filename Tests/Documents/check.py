"""Compares the blocks of documents with what their commands print now."""
import difflib
import pathlib
import re
import subprocess
import sys

home = pathlib.Path(sys.argv[1])
failures = 0


def run(command, folder):
    """What a shell shows for a command, and the folder that it ends in. Where results are kept is not compared."""
    script = f"cd '{folder}' && {command}\necho \"@@$PWD\""
    shown = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    output, end = shown.stdout.rsplit("@@", 1)
    lines = (shown.stderr + output).splitlines()
    return [line for line in lines if not line.startswith("wrote notebooks-out/")], end.strip()


def compare(name, expected, found):
    global failures
    # A terminal mixes the two streams; the lines are the same.
    if sorted(expected) == sorted(found):
        print(f"{name}: as shown")
        return
    failures += 1
    print(f"{name}: differs from what is shown")
    print("\n".join(difflib.unified_diff(expected, found, "shown", "printed", lineterm="")))


def first_screen():
    text = (pathlib.Path("README.md")).read_text()
    block = re.search(r"```\n(email-2008: .*?)\n```", text, re.S).group(1)
    found, _ = run("finegrain sweep scenarios/email-2008.yaml", home)
    compare("README.md", block.splitlines(), found)


def session(path):
    folder = home
    for block in re.findall(r"```\n(\$ .*?)\n```", (home / path).read_text(), re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.split("\n")
            end = next(i for i, line in enumerate(lines) if not line.endswith("\\"))
            command = "\n".join(lines[: end + 1])
            found, folder = run(command, folder)
            compare(f"{path}: {lines[0]}", [l for l in lines[end + 1 :] if l], [l for l in found if l])


first_screen()
session("docs/getting-started.md")
sys.exit(1 if failures else 0)
