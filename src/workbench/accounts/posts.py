"""The posts of the bank.

Codes stand in the database; labels are those of the pack `post-separation` where it has the post.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Post(models.TextChoices):
    """What a person is at a branch. The first five form the marketing team (trial measures of 2014, article 11)."""

    LEADER = "leader", _("Branch leader")  # 行领导
    DEPARTMENT_HEAD = "department_head", _("Head of consumer lending")  # 消费信贷部门负责人
    ACCOUNT_MANAGER = "account_manager", _("Account manager")  # 信贷客户经理
    LOBBY_MANAGER = "lobby_manager", _("Lobby manager")  # 大堂经理
    WEALTH_MANAGER = "wealth_manager", _("Wealth manager")  # 理财经理
    REVIEWER = "reviewer", _("Reviewer")  # 贷款审查
    APPROVER = "approver", _("Approver")  # 贷款审批
    CLASS_OFFICER = "class_officer", _("Classification officer")  # 分类管理岗
    QUERY_OFFICER = "query_officer", _("Credit query officer")  # 征信查询岗
    ARCHIVIST = "archivist", _("Archivist")  # 档案岗
    AML_OFFICER = "aml_officer", _("Anti-money-laundering officer")  # 反洗钱岗
    LIST_KEEPER = "list_keeper", _("Keeper of reference lists")  # 名录维护岗
    RISK_MANAGER = "risk_manager", _("Risk manager")  # 风险管理岗
    POLICY_OWNER = "policy_owner", _("Policy owner")  # 制度管理岗
    AUDITOR = "auditor", _("Auditor")  # 审计岗
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")  # 系统管理员
    PERMISSION_ADMINISTRATOR = (
        "permission_administrator",
        _("Permission administrator"),
    )  # 权限管理员
    AUDIT_ADMINISTRATOR = "audit_administrator", _("Audit administrator")  # 审计管理员
