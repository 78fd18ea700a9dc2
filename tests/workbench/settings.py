"""The settings of tests: a home and a keyring of their own, quick passwords, the database that KEFEN_TEST_DATABASE_URL names."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="kefen-workbench-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["KEFEN_HOME"] = str(_HOME / "home")
os.environ["KEFEN_KEYRING"] = str(_HOME / "keys" / "keyring.json")
os.environ["KEFEN_DATABASE_URL"] = os.environ.get("KEFEN_TEST_DATABASE_URL", "")
(_HOME / "home").mkdir()

from workbench.config.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# named by content and never changed: kept between runs, since reading all packs anew takes ten seconds
BUNDLES = Path(tempfile.gettempdir()) / f"kefen-tests-{os.getuid()}" / "bundles"
