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
        if self._there(self.path) and not self._there(self.told):
            raise InputError(
                f"{self.place.name} is there, and was not written by a run: name another folder"
            )
        if anew:
            self.leave()
        files, lock = self._at(f"{self.work}/lock")
        if not files.createNewFile(lock):
            raise InputError(
                f"another run writes {self.place.name}, or was cut off: once it is gone, run again with --anew"
            )

    def leave(self) -> None:
        """Remove what was made on the way."""
        self._remove(self.work)

    # --- all or nothing ---------------------------------------------------------------------------

    def publish(self, folders: Mapping[str, str], told: Mapping[str, Any]) -> None:
        """Give folders their names, those that were there give way; the decisions come last, then what tells of the run."""
        for number, (made, place) in enumerate(folders.items()):
            old = f"{self.work}/old {number}"
            if self._there(place):
                self._rename(place, old)
            self._rename(made, place)
        self._write(self.told, json.dumps(told, ensure_ascii=False, indent=1) + "\n")

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
