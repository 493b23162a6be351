"""The page of the window: Panel carries messages between a visitor's session and the parts of their page."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from bokeh.models import ColumnDataSource, NumeralTickFormatter, Span
from bokeh.plotting import figure
from panel.custom import JSComponent

from sim.analysis.moving.page import drawing, module, stage, style
from sim.view.living import Mornings
from sim.view.modules import joined, text_of
from sim.view.session import CONTROLS, EVENING, LINES, PICTURES, Opened, Session
from sim.view.words import LANGUAGES, words_of

OF_PANEL = "static/extensions/panel/"
"""Where this server has what Panel brings; without it, parts would ask for their looks elsewhere."""
POLLED = 40
"""Milliseconds from one look for news to the next."""
FIRST, YOURS = {"line_color": "#85827a", "line_dash": "dashed"}, {"line_color": "#1c1c1a", "line_dash": "solid"}
NOTHING_YET: dict[str, list[float]] = {"day": [0.0], "money": [0.0], "belief": [0.5]}


class Part(JSComponent):
    """A part of the page that is drawn by a module of ours and speaks in messages of plain data."""

    facts = param.Dict(default={}, doc="What it shows before any message.")

    _stylesheets = [text_of("view.css")]  # noqa: RUF012 - as Panel reads it

    __abstract = True


class Controls(Part):
    """What can be chosen."""

    _esm = joined("controls.js")


class Pictures(Part):
    """Two ways side by side, and the difference in words."""

    _esm = drawing() + joined("pictures.js")


class Stage(Part):
    """The evening."""

    _esm = module() + text_of("stage.js")


class Lines:
    """Money and credibility over the days, a line per way."""

    def __init__(self, words: dict[str, Any], ways: list[str]) -> None:
        self.number = 0
        self.sources = [ColumnDataSource(dict(NOTHING_YET)) for _ in ways]
        self.money = self._figure(words["moneyTitle"], words["moneyAxis"], words["daysAxis"], "money")
        self.belief = self._figure(words["beliefTitle"], words["beliefAxis"], words["daysAxis"], "belief")
        self.money.yaxis.formatter = NumeralTickFormatter(format="0,0")
        self.money.add_layout(Span(location=0, dimension="width", line_color="#c9c6bb"))

    def _figure(self, title: str, axis: str, days: str, column: str) -> figure:
        drawn = figure(title=title, height=230, sizing_mode="stretch_width", toolbar_location=None, tools="")
        drawn.xaxis.axis_label, drawn.yaxis.axis_label = days, axis
        drawn.title.text_font_size, drawn.title.text_color = "13px", "#1c1c1a"
        drawn.grid.grid_line_color, drawn.outline_line_color = "#eeece5", None
        for source, looks in zip(self.sources, (FIRST, YOURS), strict=True):
            drawn.line("day", column, source=source, line_width=2.5, **looks)
        for axes in (*drawn.xaxis, *drawn.yaxis):
            axes.minor_tick_line_color = None
            axes.axis_label_text_font_style, axes.axis_label_text_font_size = "normal", "12px"
        return drawn

    def take(self, message: dict[str, Any]) -> None:
        """Add days that were lived; those of another number take the place of all others."""
        for source, side in zip(self.sources, message["sides"], strict=True):
            new = {name: side[name] for name in NOTHING_YET}
            new["belief"] = [float("nan") if value is None else value for value in new["belief"]]
            if message["number"] == self.number and side["first"] == len(source.data["day"]):
                source.stream(new)
            else:
                source.data = {name: [*source.data[name][: side["first"]], *new[name]] for name in NOTHING_YET}
        self.number = message["number"]


class Window:
    """The page of one visitor, and what keeps it up to date."""

    def __init__(self, session: Session) -> None:
        facts, words = session.facts(), words_of(session.language)
        markup = stage(session.opened.scenario.title, session.language)
        self.session = session
        self.lines = Lines(words, facts["ways"])
        evening = {"words": words, "markup": markup, "looks": style()}
        wide: dict[str, Any] = {"sizing_mode": "stretch_width"}
        self.parts: dict[str, Part] = {
            CONTROLS: Controls(facts=facts, **wide),
            PICTURES: Pictures(facts=facts, **wide),
            EVENING: Stage(facts=evening, **wide),
        }
        for part in self.parts.values():
            part.on_msg(lambda event: self.pass_on(session.hear(event.data)))
        session.live()

    def page(self) -> pn.Template:
        """Everything put together."""
        page = pn.Template(text_of("window.html"))
        words = words_of(self.session.language)
        told = {"words": words, "language": self.session.language, "languages": LANGUAGES}
        told |= {"question": self.session.opened.scenario.title}
        told |= {"looks": text_of("window.css"), "tabs": text_of("tabs.js")}
        for name, value in told.items():
            page.add_variable(name, value)
        for name, part in self.parts.items():
            page.add_panel(name, part)
        page.add_panel("money", pn.pane.Bokeh(self.lines.money, sizing_mode="stretch_width"))
        page.add_panel("belief", pn.pane.Bokeh(self.lines.belief, sizing_mode="stretch_width"))
        return page

    def pass_on(self, told: list[Any]) -> None:
        """Send messages to the parts that they are for."""
        for whom, message in told:
            if whom == LINES:
                self.lines.take(message)
            else:
                self.parts[whom]._send_msg(message)

    def look_for_news(self) -> None:
        """Pass on what was lived since the last time."""
        self.pass_on(self.session.news())


def page_of(opened: Opened, mornings: Mornings) -> pn.Template:
    """Return the page for the visitor who asks for it now, in the language that their address names."""
    asked = pn.state.session_args.get("language", [b""])[0].decode("ascii", "ignore")
    pn.state.curdoc.template_variables["dist_url"] = OF_PANEL  # before any part is made, which asks for its looks there
    window = Window(Session(opened._replace(language=asked if asked in LANGUAGES else opened.language), mornings))
    pn.state.add_periodic_callback(window.look_for_news, POLLED)
    pn.state.on_session_destroyed(lambda _context: window.session.close())
    return window.page()
