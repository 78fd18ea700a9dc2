"""Saved views of lists, and keys of requests already done."""

from __future__ import annotations

from django.db import models

from workbench.common.fields import CodeField


class SavedView(models.Model):
    """Filter, columns and order of a list under a name. Its owner's alone; holds no data."""

    owner = CodeField(max_length=40)
    listing = CodeField(max_length=40)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)  # the query string of the list

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "listing", "name"], name="one_view_of_a_name"),
        )


class IdempotencyKey(models.Model):
    """A write that was done for a key: asked again, the same answer is given and nothing is done."""

    actor = CodeField(max_length=40)
    key = CodeField(max_length=80)
    request = CodeField(max_length=64)  # digest of method, path and body
    status = models.PositiveSmallIntegerField()
    answer = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["actor", "key"], name="a_key_is_used_once"),)


class JobRun(models.Model):
    """One run of a job: the run sheet."""

    DONE, FAILED = "done", "failed"

    name = CodeField(max_length=40)
    business_date = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = CodeField(
        max_length=8, blank=True
    )  # done, failed; empty while it runs or when it was cut off
    line = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["name", "-started_at"], name="job_last"),
            models.Index(fields=["name", "business_date"], name="job_day"),
        )
