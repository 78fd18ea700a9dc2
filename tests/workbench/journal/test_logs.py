"""Logs of processes name nobody: not by name, number, telephone, nor by what was typed."""

from __future__ import annotations

import io
import logging

import pytest
from django.test import Client

from tests.workbench.conftest import PASSWORD, Bank
from workbench.common import clock
from workbench.common.jobs import JOBS, run_job
from workbench.common.logs import RequestNumber
from workbench.customers.actions.parties import open_party

NAME, IDENTITY, PHONE = "欧阳某某", "110105198001010016", "13800000001"


def test_a_whole_journey_leaves_nobody_in_the_logs(
    bank: Bank, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    made = open_party(
        by=bank.actor("3003"),
        reason="",
        name=NAME,
        branch=bank.branch("S1"),
        identity=IDENTITY,
        phone=PHONE,
    )
    _fail(_walk(bank, made.number), monkeypatch)
    assert "Forbidden" in caplog.text
    assert "Internal Server Error" in caplog.text
    held = [word for word in (NAME, IDENTITY, PHONE, PASSWORD, "wrong") if word in caplog.text]
    assert held == []


def _walk(bank: Bank, number: str) -> Client:
    """Sign-in that fails and that succeeds, searches, pages, a form that is refused, what is not there or not allowed."""
    stranger = Client()
    for password in ("wrong", PASSWORD):
        stranger.post("/sign-in/", {"number": "3003", "password": password})
    browser, outside = bank.browser("3003"), bank.browser("4002")
    for typed in (NAME, IDENTITY, PHONE, PHONE[-4:]):
        browser.get("/search/", {"q": typed})
        browser.get("/customers/", {"q": typed})
        browser.get(f"/nothing/{number}/", {"q": typed})
    for one in (browser, outside):
        one.get(f"/customers/{number}/")
        one.get("/journal/", {"q": PHONE})
        one.post("/language/", {"language": "en", "next": f"/?q={PHONE}"})
    return browser


def _fail(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that fails, and a job that does."""
    monkeypatch.setattr("workbench.pages.finding.find_customers", _broken)
    browser.raise_request_exception = False
    assert browser.get("/search/", {"q": PHONE}).status_code == 500
    for job in JOBS.values():
        if job.every:
            run_job(job, clock.today())


def _broken(*_given: object) -> None:
    raise ZeroDivisionError("a fault")


def test_a_failure_is_logged_under_the_number_that_its_page_tells(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    (handler,) = (one for one in logging.getLogger().handlers if _tells_numbers(one))
    held = io.StringIO()
    before = handler.setStream(held)
    try:
        monkeypatch.setattr("workbench.pages.finding.find_customers", _broken)
        browser = bank.browser("3003")
        browser.raise_request_exception = False
        answer = browser.get("/search/", {"q": PHONE})
    finally:
        handler.setStream(before)
    assert answer["X-Request-ID"] in answer.content.decode()
    assert f"ERROR django.request {answer['X-Request-ID']} Internal Server Error" in held.getvalue()
    assert "Traceback" in held.getvalue()


def _tells_numbers(handler: logging.Handler) -> bool:
    return any(isinstance(one, RequestNumber) for one in handler.filters)
