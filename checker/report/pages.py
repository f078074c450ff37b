"""Pages that need no network: their parts stand in `reports/`, their style and script in the page itself.

Words of a document are hostile data: they reach a page only through autoescaping and `clean`, and the page's policy
lets nothing run or load but its own style and script.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from checker import resources

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def rendered(folder: str, template: str, style: str, script: str, **values: object) -> bytes:
    """A page in UTF-8, from the template of that name in a folder of `reports/`."""

    def part(name: str) -> str:
        return resources.text("reports", f"{folder}/{name}")

    environment = Environment(
        loader=FunctionLoader(part),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(template).render(
        policy="default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"style-src {_hash(style)}; script-src {_hash(script)}",
        style=Markup(style),
        script=Markup(script),
        **values,
    )
    return page.encode("utf-8")


def _hash(text: str) -> str:
    """The name of an inline block in a content security policy."""
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def clean(value: object) -> object:
    """Characters that show nothing, or turn the direction of what follows, are shown as unknown ones."""
    return _HIDDEN.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value
