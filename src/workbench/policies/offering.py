"""A new version of Kefen brings new texts: each branch that has a bundle of its own gets them as a draft."""

from __future__ import annotations

import logging

from kefen import KefenError
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.errors import WorkbenchError
from workbench.policies.actions import offer_bundle
from workbench.policies.models import Bundle
from workbench.policies.queries import released_on

log = logging.getLogger("workbench.policies")


def offer_shipped() -> list[Bundle]:
    """Called when the worker starts. Gives the drafts that are new; none where the installed texts are known already.

    Values of a branch that do not fit the new texts are told in the log, and the others go on.
    """
    made = []
    for branch in {one.branch for one in released_on(clock.today())}:
        try:
            offered = offer_bundle(branch, by=rule_actor("wheel"), reason="")
        except (KefenError, WorkbenchError) as error:
            log.warning("no draft of the installed policies for %s: %s", branch.code, error)
            continue
        made += [offered] if offered else []
    return made
