"""A draft's version to a policy, or all that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kefen.checking.bounds import check_instalments
from kefen.checking.causes import causes_first
from kefen.checking.citations import CitationReader
from kefen.checking.clauses import ClauseReader
from kefen.checking.dates import read_period
from kefen.checking.domains import words_of
from kefen.checking.expressions import check_expression
from kefen.checking.in_force import check_in_force
from kefen.checking.instruments import read_instruments
from kefen.checking.maps import check_map
from kefen.checking.parameters import read_assumptions, read_parameters
from kefen.checking.scope import Scope
from kefen.checking.structure import (
    check_factors,
    check_structure,
    check_use,
    definitions_read,
    in_order,
    note_known,
)
from kefen.checking.uses import (
    RING,
    Library,
    adopt,
    mark_outcomes,
    names_of_use,
    use_of,
)
from kefen.checking.versions import check_periods
from kefen.checking.vocabulary import RawVocabulary, read_vocabularies
from kefen.citation import Citation, Instrument
from kefen.diagnostics import Diagnostic, Diagnostics, did_you_mean
from kefen.errors import KefenError, PolicyError
from kefen.policy import Clause, Policy, Use
from kefen.reading.draft import Document, Draft
from kefen.reading.keys import check_keys
from kefen.reading.yaml_text import Entry
from kefen.values import FLAG, Domain
from kefen.vocabulary import FactSpec, Rule

_NEEDED_KEYS = ("policy", "version", "in_force", "instrument")
_FRONT_KEYS = (
    *_NEEDED_KEYS, "title", "subject", "decides", "vocabulary", "sources", "uses", "gaps", "in_doubt", "status",
    "supersedes", "interpreted_by", "precedence",
)  # fmt: skip
_USE_KEYS = ("policy", "as", "for", "for_each")


@dataclass(frozen=True)
class Checked:
    """What came of checking one version: every diagnostic, and a policy unless one is an error.

    What is wrong with the cases is said with the last version, which decides nonetheless.
    """

    document: Document
    policy: Policy | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, neither with the version nor with what is said beside it."""
        return all(item.severity != "error" for item in self.diagnostics)


def check(draft: Draft, document: Document, library: Library) -> Policy:
    """The sound policy of one version. ``PolicyError`` carries all diagnostics if one is an error."""
    checked = _Version(draft, document, library).check()
    if checked.policy is None:
        raise PolicyError(checked.diagnostics)
    return checked.policy


def check_versions(draft: Draft, library: Library) -> list[Checked]:
    """Every version of a pack, and how the versions lie in time.

    ``PolicyError`` when the folder holds no version at all.
    """
    if not draft.documents:
        raise PolicyError(draft.found.sorted())
    checked = [_Version(draft, document, library).check() for document in draft.documents]
    found = Diagnostics()
    check_periods(draft, found)
    said = [*found.items, *draft.cases_found.items]
    if said:
        last = checked[-1]
        diagnostics = Diagnostics([*last.diagnostics, *said]).sorted()
        policy = None if found.errors else last.policy
        checked[-1] = Checked(last.document, policy, tuple(diagnostics))
    return checked


@dataclass
class _Version:
    draft: Draft
    document: Document
    library: Library
    found: Diagnostics = field(default_factory=Diagnostics)

    def check(self) -> Checked:
        front, found = self.document.front, self.found
        others = [d.source for d in self.draft.documents if d.source is not self.document.source]
        found.items.extend(
            item
            for item in self.draft.found.items
            if not any(item.span.source is source for source in others)
        )
        policy = self.policy() if front.value is not None else None
        diagnostics = tuple(causes_first(found.sorted(), self.document))
        if found.errors or policy is None:
            return Checked(self.document, None, diagnostics)
        return Checked(self.document, replace(policy, warnings=diagnostics), diagnostics)

    def policy(self) -> Policy | None:
        found = self.found
        front = check_keys(
            self.document.front, _FRONT_KEYS, "a key of the front matter", found, "R002"
        )
        self.document = replace(self.document, front=front)
        self.check_front()
        since, until = read_period(front.get("in_force"), found)
        raw = read_vocabularies(self.draft.vocabularies, found)
        uses = self.uses(raw, since)
        statements = self.document.statements
        mark_outcomes(raw, uses, statements)
        parameters = read_parameters(statements, raw, (since, until), found)
        assumptions = read_assumptions(statements, (since, until), found)
        scope = Scope(
            raw.sealed(),
            parameters,
            assumptions,
            frozenset(s.parts["id"] for s in statements if s.keyword == "criterion"),
            found,
        )
        decides = self.decided_scale(raw)
        instruments = self.instruments()
        own = front.get("instrument").text
        citing = CitationReader(instruments, own, (since, until), found)
        reader = ClauseReader(scope, decides, citing)
        clauses = reader.read(statements)
        facts = self.define_facts(raw, scope, reader.definitions)
        rules = self.rules(raw, scope)
        self.check_citations(clauses, facts, citing)
        in_doubt = self.in_doubt(citing)
        if since > date.min:
            check_in_force(citing.cites, instruments, found)
        check_structure(clauses, decides, front.get("decides").span, found)
        check_factors(clauses, scope.vocabulary.names, found)
        order = in_order(clauses, facts, found)
        if found.errors:
            return None
        check_use(clauses, facts, [*parameters.values(), *assumptions.values()], found)
        note_known(clauses, facts, found)
        policy = Policy(
            front.get("policy").text,
            front.get("version").text,
            words_of(front.get("title")),
            since,
            until,
            words_of(front.get("subject")),
            decides,
            replace(scope.vocabulary, facts=facts, rules=rules),
            instruments,
            own,
            clauses,
            order,
            scope.parameters,
            scope.assumptions,
            uses,
            self.digest(uses),
            in_doubt,
        )
        check_instalments(policy, found)
        check_map(self.document, policy, found)
        return policy

    # --- front matter -------------------------------------------------------------------------

    def check_front(self) -> None:
        front, found = self.document.front, self.found
        for key in _NEEDED_KEYS:
            if front.get(key).value is None:
                found.error("R002", f"the front matter lacks `{key}`", front.span)
        if not self.draft.vocabularies:
            advice = "write `vocabulary.yaml`: it says which facts there are"
            found.error("N001", "the pack has no vocabulary", front.span, advice)
        name = front.get("policy")
        if name.value is not None and name.text != self.draft.name:
            message = f"the policy `{name.text}` lies in the folder `{self.draft.name}`"
            found.error("R002", message, name.span)

    def decided_scale(self, raw: RawVocabulary) -> Domain | None:
        entry = self.document.front.get("decides")
        if entry.value is None and entry.named:
            self.found.error("R002", "`decides` says nothing", entry.where)
        if entry.value is None or not self.draft.vocabularies:
            return None
        domain = raw.domains.get(entry.text)
        if domain is None or not domain.ordered:
            scales = [name for name, known in raw.domains.items() if known.ordered]
            advice = did_you_mean(entry.text, scales)
            self.found.error("N001", f"no scale `{entry.text}`", entry.span, advice)
            return None
        return domain

    def in_doubt(self, citing: CitationReader) -> Citation | None:
        """Where the text asks for the worst of the possible results while a decision is undetermined."""
        written = self.document.front.get("in_doubt")
        entry = check_keys(written, ("propose", "cites"), "known here", self.found, "R002")
        if entry.value is None:
            return None
        if entry.get("propose").text != "worst" or not entry.get("cites").text:
            advice = "write `in_doubt: {propose: worst, cites: INSTRUMENT ARTICLE}`"
            message = "`in_doubt` proposes the worst of what is possible, and cites who asks for it"
            self.found.error("R002", message, entry.span, advice)
            return None
        return citing.read_front("in_doubt", entry.get("cites"))

    def instruments(self) -> dict[str, Instrument]:
        files = (*self.draft.shared_sources, self.draft.sources)
        result = read_instruments(files, self.found)
        named = self.document.front.get("instrument")
        if named.value is not None and named.text not in result:
            advice = did_you_mean(named.text, result)
            if not result:
                advice = f"write `{named.text}:` and its `title:` there"
            message = f"no instrument `{named.text}` in sources.yaml"
            self.found.error("C002", message, named.span, advice)
        return result

    def uses(self, raw: RawVocabulary, day: date) -> tuple[Use, ...]:
        result = []
        for written in self.document.front.get("uses").each():
            entry = check_keys(written, _USE_KEYS, "known here", self.found, "R002")
            name = entry.get("policy")
            if not name.text or not entry.get("as").text:
                message = "a use names a `policy` and the fact its result is read `as`"
                self.found.error("R002", message, entry.span)
                continue
            if not names_of_use(entry, raw, self.found):
                continue
            used = self.used(name, day)
            if used is not None:
                use = use_of(used, entry)
                adopt(use, raw, entry.span, self.found)
                result.append(use)
        return tuple(result)

    def used(self, name: Entry, day: date) -> Policy | None:
        if name.text == self.draft.name:
            self.found.error("N004", f"`{name.text}` uses itself", name.span)
            return None
        try:
            return self.library(name.text, day)
        except PolicyError as error:
            errors = [item for item in error.diagnostics if item.severity == "error"]
            ring = next((item.message for item in errors if item.message.startswith(RING)), "")
            if ring:
                self.found.error("N004", ring, name.span)
            else:
                message = f"the policy `{name.text}` has errors"
                self.found.error("N001", message, name.span, str(errors[0]))
        except KefenError as error:
            message = f"the policy `{name.text}` cannot be used"
            self.found.error("N001", message, name.span, str(error))
        return None

    # --- definitions and rules ----------------------------------------------------------------

    def define_facts(
        self, raw: RawVocabulary, scope: Scope, definitions: Iterable[Clause]
    ) -> dict[str, FactSpec]:
        """The facts with the vocabulary's own definitions and those of the clauses."""
        facts = dict(raw.facts)
        for name, span in raw.definitions.items():
            if not facts[name].cites:
                message = f"the definition of `{name}` cites nothing"
                self.found.error("C001", message, facts[name].span, "add `cites:`")
            node = check_expression(span, scope.fact_kind(name), scope)
            facts[name] = replace(facts[name], definition=node)
        defined = {name: facts[name].span for name in raw.definitions}
        for clause in definitions:
            name = clause.target
            if name in defined:
                message = f"`{name}` is defined twice"
                self.found.error("N003", message, clause.span, other=defined[name])
            elif name in facts:
                defined[name] = clause.span
                cites = clause.citation.place
                facts[name] = replace(facts[name], definition=clause.test, cites=cites)
        return facts

    def rules(self, raw: RawVocabulary, scope: Scope) -> tuple[Rule, ...]:
        rules = []
        for name, span, message in raw.rules:
            node = check_expression(span, FLAG, scope)
            if node is not None:
                rules.append(Rule(name, node, message))
        return tuple(rules)

    def check_citations(
        self,
        clauses: Iterable[Clause],
        facts: Mapping[str, FactSpec],
        citing: CitationReader,
    ) -> None:
        """A fact that the vocabulary defines and this policy reads cites instruments it has."""
        own = {clause.target for clause in clauses if clause.act in ("define", "value")}
        for name, spec in definitions_read(clauses, facts).items():
            if name not in own and spec.cites:
                citing.read_fact(name, spec)

    def digest(self, uses: tuple[Use, ...]) -> str:
        """Over every deciding file: text, vocabularies, sources, and the policies used."""
        entries = [*self.draft.vocabularies.values(), self.draft.sources]
        entries += self.draft.shared_sources
        digests = [self.document.source.digest]
        digests += [entry.span.source.digest for entry in entries]
        digests += [use.policy.digest for use in uses]
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()


__all__ = ["Checked", "Library", "check", "check_versions"]
