"""Pages that need no network: their parts stand in `reports/`, their style and script in the page itself.

Words of a document are hostile data: they reach a page only through autoescaping and `clean`, and the page's policy
lets nothing run or load but its own style and script.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from checker import resources
from checker.report.hidden import visible
from checker.report.words import Words


def rendered(
    folder: str,
    template: str,
    style: str,
    script: str = "",
    *,
    words: Words,
    schemes: str = "",
    **values: object,
) -> bytes:
    """A page in UTF-8, from the template of that name in a folder of `reports/`. Without a script it can run none.

    `schemes` are the colour schemes that its style has, light and dark unless said.
    """
    scripts = _hash(script) if script else "'none'"
    page = (
        _templates(folder)
        .get_template(template)
        .render(
            policy="default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
            f"style-src {_hash(style)}; script-src {scripts}",
            style=Markup(style),
            script=Markup(script),
            words=words,
            schemes=schemes,
            **values,
        )
    )
    return page.encode("utf-8")


@lru_cache
def _templates(folder: str) -> Environment:
    """The templates of a folder, compiled once for all pages of a call."""
    return Environment(
        loader=FunctionLoader(lambda name: resources.text("reports", _path(folder, name))),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _path(folder: str, name: str) -> str:
    """Where a template stands; one that all folders share has a name that begins with a slash."""
    return name.removeprefix("/") if name.startswith("/") else f"{folder}/{name}"


def _hash(text: str) -> str:
    """The name of an inline block in a content security policy."""
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def clean(value: object) -> object:
    """Characters that show nothing, or turn the direction of what follows, are shown as unknown ones."""
    return visible(value) if type(value) is str else value
