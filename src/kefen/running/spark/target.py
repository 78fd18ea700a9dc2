"""Where a run on Spark writes: folders that take their names when all of them are whole, by the file system of Spark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kefen.errors import InputError
from kefen.running.databases import ClusterTable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TOLD = ".run.json"
#: names are being taken; all are taken
_PUBLISHING, _DONE = "publishing", "done"


@dataclass(frozen=True)
class Target:
    """A folder of decisions; what a run makes on the way stands in ``.NAME.run`` beside it."""

    spark: SparkSession
    place: ClusterTable

    @property
    def path(self) -> str:
        return self.place.given.rstrip("/")

    @property
    def quarantine(self) -> ClusterTable:
        """The folder of what was found wrong with rows."""
        return ClusterTable(self.path.removesuffix(".parquet") + ".quarantine.parquet")

    @property
    def told(self) -> str:
        """The file that tells of the run."""
        return self.path + _TOLD

    @property
    def work(self) -> str:
        parent, slash, name = self.path.rpartition("/")
        return f"{parent}{slash}.{name}.run"

    # --- one run at a time ------------------------------------------------------------------------

    def claim(self, *, anew: bool) -> None:
        """Take the place. ``InputError`` where another run is at it, or something stands there that no run wrote."""
        parent = self.path.rpartition("/")[0]
        if parent and not self._there(parent):
            raise InputError(f"there is no folder {parent}")
        if anew:
            self.leave()
        if not self._mark("lock"):
            raise InputError(
                f"another run writes {self.place.name}, or was cut off: once it is gone, run again with --anew"
            )
        if self._there(self.path) and not self._there(self.told):
            self.leave()
            raise InputError(
                f"{self.place.name} is there, and was not written by a run: name another folder"
            )

    def leave(self) -> None:
        """Remove what was made on the way; names that were taken half are given back first."""
        if self._there(f"{self.work}/{_PUBLISHING}") and not self._there(f"{self.work}/{_DONE}"):
            for made, place in self.places.items():
                if not self._there(made):
                    self._rename(place, made)
                if self._there(_old(made)):
                    self._rename(_old(made), place)
        self._remove(self.work)

    # --- all or nothing ---------------------------------------------------------------------------

    @property
    def places(self) -> dict[str, str]:
        """What is made on the way, and the name it takes in the end."""
        places = self.quarantine.given, self.path, self.told
        return dict(
            zip(
                (f"{self.work}/{one}" for one in ("found", "decisions", "told")),
                places,
                strict=True,
            )
        )

    def publish(self, told: Mapping[str, Any]) -> None:
        """Give all that was made its name; what was there gives way, and comes back unless all have theirs."""
        *_, last = self.places
        self._write(last, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        self._mark(_PUBLISHING)
        for made, place in self.places.items():
            if self._there(place):
                self._rename(place, _old(made))
            self._rename(made, place)
        self._mark(_DONE)

    def _mark(self, name: str) -> bool:
        """Make an empty file of this name; whether there was none."""
        files, place = self._at(f"{self.work}/{name}")
        return bool(files.createNewFile(place))

    def _write(self, path: str, text: str) -> None:
        files, place = self._at(path)
        stream = files.create(place, True)
        stream.write(bytearray(text.encode()))
        stream.close()

    def _rename(self, one: str, other: str) -> None:
        files, source = self._at(one)
        if not files.rename(source, self._at(other)[1]):
            raise InputError(f"cannot write {other}: it could not take its name")

    def _there(self, path: str) -> bool:
        files, place = self._at(path)
        return bool(files.exists(place))

    def _remove(self, path: str) -> None:
        files, place = self._at(path)
        files.delete(place, True)

    def _at(self, path: str) -> tuple[Any, Any]:
        """A path, and the file system that it is in."""
        place = self._hadoop.Path(path)
        files = place.getFileSystem(self.spark.sparkContext._jsc.hadoopConfiguration())
        files.setWriteChecksum(False)
        return files, place

    @cached_property
    def _hadoop(self) -> Any:
        return self.spark.sparkContext._jvm.org.apache.hadoop.fs


def _old(made: str) -> str:
    """Where that stands meanwhile whose name it takes."""
    return f"{made}.old"
