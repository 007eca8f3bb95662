"""Laws of pages: what values hold is shown as text, and a page fetches and runs nothing."""

from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import characters, text
from jinja2 import UndefinedError

from autograder.output.page import render
from autograder.output.text import visible

BODY = '<p title="{{ value }}">{{ value }}</p>{{ call(value) }}'
TEMPLATE = '{% extends "base.html" %}{% block body %}' + BODY + "{% endblock %}"
TEXTS = text(characters(exclude_categories=("Cs",), exclude_characters="\0\r"))  # HTML has no NUL, and one end of line
MARKUP = text("<>&\"'/{}% -!=abcs", max_size=30)


class Reader(HTMLParser):
    """Reads a page: its tags, the text right in each, and titles that show on hovering."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.titles: list[str | None] = []
        self.open: list[str] = []
        self.shown: dict[str, str] = defaultdict(str)
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        self.titles += [value for name, value in attrs if name == "title"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.shown[self.open[-1]] += data


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template that shows a value as text, in an attribute and through a function."""
    (tmp_path / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path / "page.html"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXTS | MARKUP)
def test_a_value_is_shown_as_text(template: Path, value: str) -> None:
    """Whatever text a value holds is read as that text, and adds no tag to those of the template."""
    page = Reader(render(template, language="es", text={"title": value}, value=value, call=str))
    assert page.tags == ["html", "head", "meta", "meta", "title", "style", "body", "h1", "p"]
    seen = visible(value)
    assert page.titles == [seen]
    assert page.shown["title"] == page.shown["h1"] == page.shown["p"] == seen
    assert page.shown["body"].strip() == seen.strip()


def test_a_value_that_is_missing_is_an_error(template: Path) -> None:
    """A template that asks for a value it was not given makes no page with a hole in it."""
    with pytest.raises(UndefinedError):
        render(template, language="es", text={"title": "a"}, call=str)
