"""Rights on policies, bundles and reference lists."""

from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.rights import declare_right

READERS = [
    post
    for post in Post
    if post
    not in (Post.SYSTEM_ADMINISTRATOR, Post.PERMISSION_ADMINISTRATOR, Post.AUDIT_ADMINISTRATOR)
]

declare_right("policy.read", _("Read policies"), bank=READERS)
declare_right("bundle.propose", _("Propose a bundle of policies"), branch=[Post.POLICY_OWNER])
declare_right("bundle.release", _("Release a bundle of policies"), branch=[Post.LEADER])
declare_right("list.keep", _("Keep reference lists"), branch=[Post.LIST_KEEPER])
declare_right(
    "list.confirm", _("Confirm reference lists"), branch=[Post.CLASS_OFFICER, Post.POLICY_OWNER]
)
