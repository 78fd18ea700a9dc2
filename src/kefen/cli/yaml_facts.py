"""A subject's facts from YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from kefen.cli.words import say
from kefen.errors import InputError
from kefen.reading.json_text import each_once


@dataclass(frozen=True)
class YamlFacts:
    """Scalars stay texts, so that 007 and 0.10 keep their spelling; the vocabulary says what they are."""

    name: str
    lang: str

    def read(self, text: str) -> Any:
        try:
            self._refuse_aliases(text)
            node = yaml.compose(text, yaml.SafeLoader)
        except yaml.YAMLError as error:
            raise InputError(self._said(error, text)) from None
        return None if node is None else self._plain(node)

    def _said(self, error: yaml.YAMLError, text: str) -> str:
        mark = getattr(error, "problem_mark", None)
        place = mark.index if mark else int(getattr(error, "position", 0) or 0)
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        why = getattr(error, "problem", None) or getattr(error, "reason", "")
        return say(self.lang, "not yaml", name=self.name, line=line, column=column, why=why)

    def _refuse_aliases(self, text: str) -> None:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise InputError(say(self.lang, "aliases", name=self.name))

    def _plain(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            pairs = [(str(key.value), self._plain(value)) for key, value in node.value]
            return each_once(pairs)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item) for item in node.value]
        if node.tag == "tag:yaml.org,2002:null":
            return None
        return node.value
