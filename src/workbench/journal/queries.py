"""What readers of the journal see: entries of their scope, each told as its sentence."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from workbench.common.acting import Actor
from workbench.common.errors import NotFoundError
from workbench.common.keyring import keyring
from workbench.common.models import JobRun
from workbench.common.parts import Item, Step
from workbench.common.scoping import below
from workbench.journal.models import Entry, Seal
from workbench.journal.places import with_places
from workbench.journal.rights import READ
from workbench.journal.sentences import SENTENCES

VERIFIED = "journal.verify"  # the job whose last line the page of the check shows
_MOST = 100


def entries_seen(actor: Actor) -> QuerySet[Entry]:
    """Entries in the scope of a reader, without those that are told only to whoever has another right."""
    scope = actor.scope(READ)
    reached = below("branch_path", scope) if scope else Q(pk__in=())
    unheard = [
        code for code, said in SENTENCES.items() if said.told_to and not actor.may(said.told_to)
    ]
    return Entry.objects.filter(reached).exclude(code__in=unheard)


def entry_of(actor: Actor, key: Any) -> Entry:
    """One entry in the reader's scope, or `NotFoundError`."""
    found: Entry | None = with_places(entries_seen(actor)).filter(pk=key).first()
    if found is None:
        raise NotFoundError("Entry")
    return found


def told(entry: Entry) -> str:
    """Its sentence, in the reader's language; sealed words stand as asterisks."""
    sentence = SENTENCES.get(entry.code)
    if sentence is None:
        return entry.code
    words = _Words(dict.fromkeys(sentence.secret, "***") | json.loads(entry.words))
    labels = {name: sentence.labels[name] for name in words if name in sentence.labels}
    words.update({name: str(label(words[name])) for name, label in labels.items()})
    return str(sentence.text).format_map(words)


def form_of(code: str) -> str:
    """The sentence of a code without its words: for a list of choices."""
    return str(SENTENCES[code].text).format_map(_Gaps())


def secret_words(entry: Entry) -> dict[str, str]:
    """What is sealed in an entry: called only by the action that writes down who read it."""
    sealed = bytes(entry.secret)
    if not sealed:
        return {}
    opened: dict[str, str] = json.loads(keyring().unseal(sealed, about=f"journal {entry.key}"))
    return opened


def description_of(entry: Entry) -> list[Item]:
    """Every column of an entry."""
    by = f"{entry.actor_name} {entry.actor}"
    return [
        Item(_("When"), entry.at),
        Item(
            _("Who"),
            by,
            note=_("for {name}").format(name=entry.principal) if entry.principal else "",
        ),
        Item(_("By"), channel_word(entry.channel)),
        Item(_("Did what"), told(entry), wide=True),
        Item(_("Reason"), entry.reason or "—", wide=True),
        Item(_("Branch"), getattr(entry, "branch_name", None) or "—"),
        _thing(entry),
        Item(_("Request"), entry.request or "—"),
        Item(_("Signature"), bytes(entry.mac).hex()[:16]),
        Item(_("Seal"), _seal_of(entry)),
    ]


def _thing(entry: Entry) -> Item:
    """Where all that happened to the same thing stands; its code is for those who keep the program."""
    address = same_thing(entry)
    value = _("All entries about the same") if address else "—"
    return Item(_("Thing"), value, note=thing_of(entry) if address else "", url=address)


def who_of(entry: Entry) -> str:
    """Name and number; a rule of the bank by that word, its own name stands on the entry's page."""
    is_rule = entry.actor.startswith("rule:")
    return _("rule") if is_rule else f"{entry.actor_name} {entry.actor}"


def reason_of(entry: Entry) -> str:
    """What a person wrote; what a rule gives as its reason is for those who keep the program."""
    return "" if entry.actor.startswith("rule:") else entry.reason


def thing_of(entry: Entry) -> str:
    return f"{entry.object_kind} {entry.object_key}".strip() or "—"


def same_thing(entry: Entry) -> str:
    """The list of all entries about the same thing."""
    if not entry.object_key:
        return ""
    return f"{reverse('journal')}?kind={entry.object_kind}&thing={entry.object_key}"


def channel_word(channel: str) -> str:
    words = {
        "screen": _("screen"),
        "api": _("API"),
        "import": _("import"),
        "rule": _("rule"),
        "command": _("command"),
    }
    return words.get(channel, channel)


def steps_about(actor: Actor, kind: str, key: str) -> list[Step]:
    """操作记录 of one thing, newest first: for those who read the journal."""
    rows = entries_seen(actor).filter(object_kind=kind, object_key=key).order_by("-at", "-key")
    return [
        Step(
            told(one),
            one.at,
            who=who_of(one),
            url=reverse("journal_entry", args=[one.key]),
            reason=reason_of(one),
        )
        for one in rows[:_MOST]
    ]


def check_page() -> dict[str, Any]:
    """Last seal, what is not sealed yet, and what the last verification found."""
    last = Seal.objects.order_by("-number").first()
    run = JobRun.objects.filter(name=VERIFIED).order_by("-started_at").first()
    return {
        "items": [
            Item(_("Entries"), Entry.objects.count()),
            Item(_("Not sealed yet"), Entry.objects.filter(sealed=None).count()),
            Item(_("Last seal"), f"{last.number}" if last else "—"),
            Item(_("Sealed at"), last.at if last else "—"),
            Item(_("Entries in it"), last.count if last else "—"),
            Item(_("Last verified by the bank itself"), run.started_at if run else "—"),
        ],
    }


def _seal_of(entry: Entry) -> str:
    found = Seal.objects.filter(members__entry=entry).first()
    return str(found.number) if found else _("not yet: within a minute")


class _Words(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"


class _Gaps(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"
