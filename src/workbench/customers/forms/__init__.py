"""Forms of what is done to parties, by what they are about."""

from workbench.customers.forms.deed import (
    DeedForm,
    NeededReason,
    Reason,
)
from workbench.customers.forms.facts import (
    CorrectedFact,
    NewFacts,
    NewReport,
    NewSecrets,
    StatedGap,
)
from workbench.customers.forms.papers import (
    AskedQuery,
    NewAuthorisation,
    NewEvidence,
    NewImport,
    SeenOriginal,
    Withdrawn,
)
from workbench.customers.forms.parties import (
    ChangedParty,
    EndedLink,
    Identified,
    NewLink,
    NewParty,
    NewState,
    OtherFile,
    Revealed,
)
from workbench.customers.forms.serving import (
    EndedRelation,
    GrantedDispute,
    NewDispute,
    NewRelation,
)

__all__ = [
    "AskedQuery",
    "ChangedParty",
    "CorrectedFact",
    "DeedForm",
    "EndedLink",
    "EndedRelation",
    "GrantedDispute",
    "Identified",
    "NeededReason",
    "NewAuthorisation",
    "NewDispute",
    "NewEvidence",
    "NewFacts",
    "NewImport",
    "NewLink",
    "NewParty",
    "NewRelation",
    "NewReport",
    "NewSecrets",
    "NewState",
    "OtherFile",
    "Reason",
    "Revealed",
    "SeenOriginal",
    "StatedGap",
    "Withdrawn",
]
