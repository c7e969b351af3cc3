"""An editor with the YAML language server completes and validates an entry: asked of the real server."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "viewer/node_modules/.bin/yaml-language-server"
ENTRY = ROOT / "content/anatomy/muscles/levator-scapulae.yml"
PATIENCE_S = 60


class Editor:
    """The editor's side of the conversation: messages out, messages in."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        self.asked = 0
        self.ask("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": {}})
        self.tell("initialized", {})

    def tell(self, method: str, params: dict) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: dict) -> dict:
        self.asked += 1
        self._send({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params})
        return self._wait(lambda m: m.get("id") == self.asked and "method" not in m)["result"]

    def problems(self, uri: str) -> list[dict]:
        said = self._wait(
            lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
        )
        return said["params"]["diagnostics"]

    def open(self, name: str, text: str) -> str:
        uri = (ENTRY.parent / name).as_uri()
        self.tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        return uri

    def _send(self, message: dict) -> None:
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _wait(self, wanted) -> dict:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            message = self._receive()
            if wanted(message):
                return message
            if "id" in message and "method" in message:
                self._answer(message)
        raise TimeoutError("the language server did not answer")

    def _answer(self, request: dict) -> None:
        """The server asks the editor for settings: none beyond its own."""
        items = request.get("params", {}).get("items", [])
        result = [
            {"validate": True, "completion": True} if i.get("section") == "yaml" else None for i in items
        ] or None
        self._send({"jsonrpc": "2.0", "id": request["id"], "result": result})

    def _receive(self) -> dict:
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))


@pytest.fixture(scope="module")
def editor():
    assert SERVER.exists(), "run: scripts/setup test"
    editor = Editor()
    yield editor
    editor.process.kill()


def test_a_real_entry_has_no_problems(editor):
    assert editor.problems(editor.open("levator-scapulae.yml", ENTRY.read_text("utf-8"))) == []


def test_a_misspelt_field_and_a_wrong_word_are_underlined_where_they_stand(editor):
    lines = ENTRY.read_text("utf-8").splitlines()
    layer = next(i for i, line in enumerate(lines) if line.startswith("layer:"))
    lines[layer] = "layer: shallow"
    lines.append("stretchs: []")
    problems = editor.problems(editor.open("spoilt.yml", "\n".join(lines) + "\n"))
    assert {problem["range"]["start"]["line"] for problem in problems} == {layer, len(lines) - 1}


def test_fields_and_words_are_completed(editor):
    first = ENTRY.read_text("utf-8").splitlines()[0]
    uri = editor.open("new.yml", f"{first}\ntitle: X\nlayer: \n")
    words = editor.ask(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 7}}
    )
    assert {"superficial", "deep"} <= {item["label"] for item in words["items"]}
    uri = editor.open("fields.yml", f"{first}\ntitle: X\nleng\n")
    fields = editor.ask(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 4}}
    )
    assert "length_test" in {item["label"] for item in fields["items"]}
