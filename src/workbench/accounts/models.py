"""Branches, staff, posts held, deputies, authority, sign-in."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.posts import Post
from workbench.common.fields import CodeField
from workbench.journal.models import Recorded


class Level(models.TextChoices):
    """The five levels of the tree."""

    HEAD_OFFICE = "head_office", _("Head office")  # 总行
    FIRST_BRANCH = "first_branch", _("Tier-one branch")  # 一级分行
    CITY_BRANCH = "city_branch", _("Tier-two branch")  # 二级分行, the 城市分行 of the policy
    SUB_BRANCH = "sub_branch", _("Tier-one sub-branch")  # 一级支行
    OUTLET = "outlet", _("Outlet")  # 网点


class Branch(Recorded):
    """A branch in today's tree.

    `path` is its place ("0001.0002."): scope is a range of it. `periods` keep the former ones.
    """

    code = CodeField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    level = CodeField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = CodeField(max_length=80, unique=True)
    agency = models.BooleanField(default=False)  # 代理网点, not self-run
    # The city branch whose territory (辖内) it lies in; itself for a city branch, none above.
    city_branch = models.ForeignKey("self", models.PROTECT, null=True, related_name="territory")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    @property
    def branch_path(self) -> str:
        return self.path


class BranchPeriod(Recorded):
    """Name and place of a branch between two days; `until` is the first day on which it no longer held."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="periods")
    name = models.CharField(max_length=60)
    level = CodeField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    city_branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    document = models.CharField(
        max_length=80, blank=True
    )  # number of the order that moved or renamed it

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["branch", "since"], name="one_period_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="period_lasts"
            ),
        )


class StaffState(models.TextChoices):
    """Whether a person works today."""

    WORKING = "working", _("At work")  # 在岗
    ON_LEAVE = "on_leave", _("On leave")  # 请假(代职)
    FORCED_LEAVE = "forced_leave", _("Mandatory leave")  # 强制休假
    SUSPENDED = "suspended", _("Suspended from duty")  # 停职
    HANDING_OVER = "handing_over", _("Handing over")  # 待交接
    OFF_POST = "off_post", _("Off post")  # 离岗
    LEFT = "left", _("Left the bank")  # 离行


WITHOUT_DEPUTY = (StaffState.SUSPENDED, StaffState.OFF_POST, StaffState.LEFT)
CAN_SIGN_IN = frozenset({StaffState.WORKING, StaffState.HANDING_OVER})


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(number=username)


class Staff(AbstractBaseUser, Recorded):
    """A person who works at the bank, by staff number (工号). Rights come from posts alone; there is no superuser."""

    number = CodeField(max_length=12, unique=True)
    name = models.CharField(max_length=40)
    state = CodeField(max_length=14, choices=StaffState.choices, default=StaffState.WORKING)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="people"
    )  # where he belongs
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    # The person himself, if he is a customer: his own file and his household's are closed to him.
    identity_blind = models.BinaryField(max_length=16, null=True)
    totp_secret = models.BinaryField(default=b"")  # sealed; empty before a second factor was set up
    totp_last = models.PositiveBigIntegerField(
        default=0
    )  # the step of the last code: none counts twice
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    password_changed_at = models.DateTimeField(null=True)  # null: given by another, to be changed
    language = CodeField(max_length=8, default="zh-hans")

    USERNAME_FIELD = "number"
    objects = StaffManager()

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def branch_path(self) -> str:
        return self.branch.path if self.branch else ""

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state in CAN_SIGN_IN


class Holding(Recorded):
    """A post that a person holds at a branch. Granted by one person, confirmed by another, before it counts."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="holdings")
    post = CodeField(max_length=26, choices=Post.choices)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which he no longer holds it
    granted_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="holding_lasts"
            ),
            models.CheckConstraint(
                condition=~Q(granted_by=F("staff")), name="nobody_grants_himself"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (~Q(confirmed_by=F("granted_by")) & ~Q(confirmed_by=F("staff"))),
                name="a_second_person_confirms",
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff} · {self.get_post_display()} · {self.branch}"

    @property
    def branch_path(self) -> str:
        return self.branch.path

    @staticmethod
    def on(day: date) -> Q:
        """Those that count on a day."""
        return Q(confirmed_by__isnull=False, since__lte=day) & (Q(until=None) | Q(until__gt=day))


class Deputy(Recorded):
    """代职: for some days one person does another's posts.

    It gives the work, not powers delegated to the other by name.
    """

    principal = models.ForeignKey(Staff, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Staff, models.PROTECT, related_name="stands_in_for")
    since = models.DateField()
    until = models.DateField()  # the first day after
    named_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "deputies"
        constraints = (
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")), name="nobody_stands_in_for_himself"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="deputy_lasts"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (
                    ~Q(confirmed_by=F("principal"))
                    & ~Q(confirmed_by=F("deputy"))
                    & ~Q(confirmed_by=F("named_by"))
                ),
                name="a_third_person_confirms",
            ),
        )

    @staticmethod
    def on(day: date) -> Q:
        """Those that count on a day. Nobody stands in for a person who was suspended or has gone."""
        counts = Q(confirmed_by__isnull=False, since__lte=day, until__gt=day)
        return counts & ~Q(principal__state__in=WITHOUT_DEPUTY)

    @property
    def branch_path(self) -> str:
        return self.principal.branch_path

    def __str__(self) -> str:
        return f"{self.deputy} → {self.principal}"


class Authority(Recorded):
    """转授权: what a named person may approve: kind and level, until when, by which document.

    It cannot be passed on.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="authorities")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    kind = CodeField(
        max_length=40
    )  # a proposal kind, or a measure of a pack (another_approver, higher_approval …)
    value = CodeField(max_length=40, blank=True)  # a class or exception kind; "" for all
    since = models.DateField()
    until = models.DateField()  # the first day after
    document = models.CharField(max_length=80)
    given_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "authorities"
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="authority_lasts"),
            models.CheckConstraint(
                condition=~Q(given_by=F("staff")), name="nobody_authorises_himself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff} · {self.kind} {self.value} · {self.document}"

    @property
    def branch_path(self) -> str:
        return self.branch.path


class OpenSession(models.Model):
    """A browser in which somebody has signed in. The row goes when it ends: at sign-out, idle, pushed out, suspended."""

    key = CodeField(max_length=40, primary_key=True)  # of Django's session
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="sessions")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class Token(Recorded):
    """By which a program of the bank acts as a person: kept as a hash, narrowed to some rights, with an end."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=40)
    digest = CodeField(max_length=64, unique=True)
    rights = models.JSONField(default=list)  # names of rights; never more than the person has
    since = models.DateField()
    until = models.DateField()  # the first day after
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="token_ends"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def branch_path(self) -> str:
        return self.staff.branch_path
