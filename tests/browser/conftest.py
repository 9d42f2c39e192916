"""A real Chromium on a real server: people who are signed in, each with a browser of their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from planning.models import User
from tests.fixtures import Town, as_user, make_town
from tests.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def busy_town(transactional_db: None) -> Town:
    return make_town("rihan")


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """`open_as(user, path, language="en", width=1280, **options)` gives a page; a console error fails the test."""
    contexts, errors = [], []

    def note(message: Any) -> None:
        # a refused save answers 409 or 422, which Chromium reports as an error of the network; htmx reports a dead line
        expected = "Failed to load resource" in message.text or message.text.startswith("htmx:")
        if message.type == "error" and not expected:
            errors.append(message.text)

    def open_page(user: User | None, path: str, language: str = "en", width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url, **options)
        contexts.append(context)
        cookies = [{"name": "django_language", "value": language, "url": live_server.url}]
        if user:
            session = as_user(user).cookies["sessionid"].value
            cookies.append({"name": "sessionid", "value": session, "url": live_server.url})
        context.add_cookies(cookies)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
