"""A small client of the workbench's API: the standard library and nothing else.

    python api_client.py http://127.0.0.1:8000 TOKEN NUMBER

tells what is known of a customer, what is lacking, and which class counts.
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any


class ProblemError(Exception):
    """What the workbench refused: `body` is its `application/problem+json`."""

    def __init__(self, body: dict[str, Any]) -> None:
        super().__init__(f"{body['status']} {body['title']}")
        self.body = body


class Client:
    """One bank, one token. `language` is zh or en."""

    def __init__(self, address: str, token: str, language: str = "en") -> None:
        self.address = address.rstrip("/") + "/api/v1"
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}

    def get(self, path: str, **query: Any) -> Any:
        """The answer of a read."""
        return self._asked(self._request("GET", path, query))[0]

    def get_tagged(self, path: str) -> tuple[Any, str]:
        """The answer of a read with its tag, for the `tag` of what is done next."""
        return self._asked(self._request("GET", path, {}))

    def pages(self, path: str, **query: Any) -> Iterator[Any]:
        """Every item of a list that goes on by a cursor."""
        after: str | None = ""
        while after is not None:
            answer = self.get(path, **query, **({"after": after} if after else {}))
            yield from answer["items"]
            after = answer["next"]

    def do(self, path: str, *, tag: str = "", key: str = "", **inputs: Any) -> Any:
        """Does something once: sent again with the same `key`, it is not done again."""
        request = self._request("POST", path, {})
        request.data = json.dumps(inputs).encode()
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", key or str(uuid.uuid4()))
        if tag:
            request.add_header("If-Match", tag)
        return self._asked(request)[0]

    def _request(self, method: str, path: str, query: dict[str, Any]) -> urllib.request.Request:
        asked = f"?{urllib.parse.urlencode(query)}" if query else ""
        return urllib.request.Request(
            f"{self.address}{path}{asked}", method=method, headers=self.headers
        )

    def _asked(self, request: urllib.request.Request) -> tuple[Any, str]:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer), answer.headers.get("ETag", "")
        except urllib.error.HTTPError as error:
            raise ProblemError(json.load(error)) from error


def told(client: Client, number: str) -> Iterator[str]:
    """Lines about a customer."""
    facts = client.get(f"/customers/{number}/facts")
    gaps = client.get(f"/customers/{number}/gaps")
    held = client.get(f"/customers/{number}/class", use="lending")
    yield f"known: {len(facts)}, unknown: {len(gaps)}"
    yield f"class that counts: {held['klass'] or 'none'}"
    for row in client.get(f"/customers/{number}/decisions"):
        yield f"{row['scale']}: {row['said']} ({row['status']})"


if __name__ == "__main__":
    bank, token, customer = sys.argv[1:4]
    for line in told(Client(bank, token), customer):
        sys.stdout.write(f"{line}\n")
