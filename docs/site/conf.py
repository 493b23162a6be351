"""How Sphinx builds the pages of one language; ``python -m docs.site`` lays them out and calls it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

import sim

HERE = Path(__file__).resolve().parent
LANGUAGE = os.environ["MANYHATS_SITE_LANGUAGE"]
SIBLINGS = json.loads(os.environ["MANYHATS_SITE_SIBLINGS"])
OTHER = {"en": ("de", "Deutsch"), "de": ("en", "English")}
GERMAN = {
    "Back to top": "Nach oben",
    "Home": "Anfang",
    "Made with ": "Gemacht mit ",
    "Next": "Weiter",
    "On this page": "Auf dieser Seite",
    "Previous": "Zurück",
}
"""What the theme has no German words for."""

project = "Many Hats"
author = copyright = "The Many Hats developers"
version = release = sim.__version__
language = LANGUAGE
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
smartquotes_action = "D"  # dashes only: quotation marks stay as they are written
exclude_patterns = ["files", "alone"]
suppress_warnings = ["mystnb.mime_priority"]

myst_heading_anchors = 3
myst_enable_extensions = ["attrs_inline", "deflist"]
myst_url_schemes = {
    "http": None,
    "https": None,
    "mailto": None,
    "there": {"url": "{{path}}"},
    "there-at": {"url": "{{path}}#{{fragment}}"},
}

nb_execution_mode = os.environ["MANYHATS_SITE_NOTEBOOKS"]
nb_execution_cache_path = os.environ["MANYHATS_SITE_RUNS"]
nb_execution_in_temp = True
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_execution_show_tb = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
add_module_names = False
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80

html_theme = "furo"
html_title = "Many Hats"
html_static_path = [str(HERE / "theme" / "static")]
templates_path = [str(HERE / "theme" / "templates")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5a7a", "color-brand-content": "#0b5a7a"},
    "dark_css_variables": {"color-brand-primary": "#7cc4e0", "color-brand-content": "#7cc4e0"},
}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}


def lead_to_the_other_language(app: Sphinx, page: str, template: str, context: dict[str, Any], _: object) -> None:
    """Tell the template of a page where the same page stands in the other language."""
    code, word = OTHER[LANGUAGE]
    start = "../" * page.count("/") + ("de/index.html" if code == "de" else "../index.html")
    if LANGUAGE == "de":
        known = app.builder.templates.environment.globals["gettext"]
        context["_"] = context["gettext"] = lambda text: GERMAN.get(text) or known(text)
    context["other"] = {"code": code, "word": word, "address": SIBLINGS.get(page, start)}


def take_along(app: Sphinx, config: Any) -> None:
    """Copy pages that stand alone as they are; ``docs/site/staging.py`` has put them among the sources."""
    config.html_extra_path = [str(folder) for folder in Path(app.srcdir).glob("alone")]


def setup(app: Sphinx) -> None:
    """Connect what is ours."""
    app.connect("config-inited", take_along, priority=100)
    app.connect("html-page-context", lead_to_the_other_language)
