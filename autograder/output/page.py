"""HTML pages made from templates: nothing is fetched and nothing is run, so a page can be mailed, and read on a phone.

A package's template begins with `{% extends "base.html" %}`, which holds the head and the style that all pages share,
and fills its blocks: `body`, and where it needs them `style`, `title` and `mark` (a comment behind the doctype).
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.output.text import visible


def render(template_path: Path, **values: object) -> str:
    """Return the page that a template makes of values, each shown as text, without markup or signs that are not seen.

    `base.html` needs `language`, a language tag such as "es", and `text.title`. A value that is a function can be
    called in the template. Raises jinja2.TemplateError where the template is broken or asks for a value that it lacks.
    """
    loader = FileSystemLoader([template_path.parent, Path(__file__).parent])
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    return environment.get_template(template_path.name).render(values)
