"""Drawing charts: one specification gives the SVG of pages and the PNG of Word documents."""

import re
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any

import vl_convert

from giaoban.files.charts.specs import specification

_VERSION = "v5.20"
_LINK = re.compile(r'<a xlink:href="[^"]*#figure-([^"]+)"><(\w+) aria-label="([^"]*)"')
_ROLES = re.compile(r'\s(?:role|aria-roledescription)="[^"]*"')
_LABELS = re.compile(r'\s(?:aria-label|aria-hidden)="[^"]*"')
_ROOT = re.compile(r"<svg\b[^>]*>")


def svg(chart: Mapping[str, Any]) -> str:
    """Return the chart as SVG with a title, a text alternative and a link on each mark.

    Shape:   a mark's link leads to `#figure-<figure_id>` and carries `data-figure`.
    """
    text = vl_convert.vegalite_to_svg(specification(chart), vl_version=_VERSION)
    linked = _LINK.sub(_link, _ROLES.sub("", _own_ids(text, chart)))
    return _named(_LABELS.sub("", linked), chart)


def inline(picture: str) -> str:
    """Return the chart's SVG for use inside a page, where its links can be followed.

    Edges:   a file is one image; in a page it is a group, since an image may hold no links.
    """
    return picture.replace(' role="img"', ' role="group"', 1)


def png(chart: Mapping[str, Any], scale: float = 2) -> bytes:
    """Return the chart as PNG; `scale` 2 prints at about 200 dots per inch in a text column."""
    return vl_convert.vegalite_to_png(specification(chart), vl_version=_VERSION, scale=scale)


def _link(found: re.Match[str]) -> str:
    """Make a mark's link local, name its figure and give it the words that stand beside the mark."""
    figure, shape, spoken = found.groups()
    target = f'href="#figure-{figure}" xlink:href="#figure-{figure}" data-figure="{figure}"'
    return f"<a {target}><title>{spoken}</title><{shape}"


def _own_ids(text: str, chart: Mapping[str, Any]) -> str:
    """Make clip paths unique, so that several charts may stand in one page."""
    own = _prefix(chart)
    return re.sub(r'(id="|url\(#)(clip|gradient)', rf"\1{own}-\2", text)


def _prefix(chart: Mapping[str, Any]) -> str:
    return "c" + sha256(repr(sorted(chart.items())).encode()).hexdigest()[:8]


def _named(text: str, chart: Mapping[str, Any]) -> str:
    root = _ROOT.search(text)
    opening = root.group(0) if root else "<svg>"
    plain = re.sub(r'\s(?:role|aria-[a-z]+)="[^"]*"', "", opening)
    own = _prefix(chart)
    title, alternative = escape(chart["title"]), escape(chart["alt"])
    names = f'<title id="{own}-t">{title}</title><desc id="{own}-d">{alternative}</desc>'
    attributes = f' role="img" aria-labelledby="{own}-t {own}-d">'
    return text.replace(opening, plain[:-1] + attributes + names, 1)
