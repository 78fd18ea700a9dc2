"""The papers that are issued on a decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """Each has its own title; letters go to the customer, the form stays in the file."""

    FORM = "form", _("Form of classification")  # 客户分类认定表
    NEEDS = "needs", _("What to bring, told once")  # 一次性告知单(本人)
    NEEDS_SPOUSE = "needs_spouse", _("What to bring, told once: spouse")  # 一次性告知单(配偶)
    CHANGE = "change", _("Notice of a change of class")  # 类别变更告知书
    FALL = "fall", _("Notice of an intended fall")  # 拟降级告知书
    NO_CLASS = "no_class", _("Notice of no class")  # 不予分类告知书
    EXPLANATION = "explanation", _("Letter of explanation")  # 说明函
