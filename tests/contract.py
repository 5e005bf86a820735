"""`make contract`: the API against its own document, with requests that nobody would write.

Schemathesis makes them from `/api/v1/openapi.json`, valid ones and broken ones, first as somebody
who holds a conversation's token, then as a stranger. No answer may be a 5xx, and none may have a
status, media type or body that the document does not name.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from bot.app import create_app
from bot.assembly import core_of
from bot.settings import read_settings
from bot.storage import open_database, upgrade
from tests.browser.serving import served

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance,negative_data_rejection,"
    "ignored_auth,unsupported_method"
)
EXAMPLES = 60  # requests of each sort for each operation; some two thousand in all
SEED = 20261123


def main() -> int:
    """Return 0 when everything is as the document says."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"NPQ_DATA_DIR": folder, "NPQ_SECRET_KEY": "contract"})
        engine = open_database(settings.database)
        upgrade(engine)
        core = core_of(read_settings({}))
        app = create_app(settings, core=core, engine=engine, limited=False)
        with served(app) as address:
            holder, stranger = Path(folder) / "holder.toml", Path(folder) / "stranger.toml"
            holder.write_text(_as_holder(address), "utf-8")
            stranger.write_text("", "utf-8")
            return _run(address, holder) or _run(address, stranger)


def _as_holder(address: str) -> str:
    request = urllib.request.Request(f"{address}/api/v1/conversations", method="POST")
    with urllib.request.urlopen(request) as answer:  # loopback, to the server above
        opened = json.load(answer)
    return (
        f'headers = {{ Authorization = "Bearer {opened["token"]}" }}\n'
        f'[parameters]\n"path.conversation" = "{opened["conversation"]}"\n'
    )


def _run(address: str, configuration: Path) -> int:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file", str(configuration),
        "run", f"{address}/api/v1/openapi.json",
        "--phases", "examples,coverage,fuzzing",
        "--checks", CHECKS,
        "--max-examples", str(EXAMPLES),
        "--seed", str(SEED),
        "--generation-database", "none",
        "--warnings", "off",
        "--no-color",
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
