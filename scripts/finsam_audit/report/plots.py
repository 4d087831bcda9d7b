"""Plots as SVG that needs no script: text stays text, colours follow the page's light or dark."""

import io
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import matplotlib

matplotlib.use("svg")

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from finsam_audit.project.visible import visible
from finsam_audit.swedish import number, tenth

LONGEST_LABEL = 44
# years whose numbers stand beside each other along an axis
MOST_YEARS = 12
INK = "#010203"
RULE = "#040506"
# Placeholders that the page's own colours replace; a dash pattern and a mark tell the series apart without colour.
SERIES = ("#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04", "#0a0b05", "#0a0b06", "#0a0b07", "#0a0b08")
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 2)))


def one_decimal(value: Decimal) -> str:
    """Return a number with at most one decimal."""
    return number(value, 1)


def value_of(number: Any) -> float | None:
    """Return a number as a float, or None."""
    return None if number is None else float(number)


def blank(name: str, width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure (inches) in the style of the site."""
    matplotlib.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": f"finsam-{name}",
            "font.family": "sans-serif",
            "font.size": 9,
            "text.color": INK,
            "axes.labelcolor": INK,
            "axes.edgecolor": RULE,
            "xtick.color": INK,
            "ytick.color": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    )
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.patch.set_visible(False)
    axes = figure.add_subplot()
    axes.patch.set_visible(False)
    return figure, axes


def said(label: str) -> str:
    """Return a label as a plot holds it: short, no hidden characters, a dollar sign as itself."""
    text = visible(label)
    return (text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…").replace("$", r"\$")


def svg(figure: Figure, name: str) -> str:
    """Return a figure as SVG without XML heading, date or version, colours as variables of the page."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    text = text[text.index("<svg") :].replace(INK, "currentColor").replace(RULE, "var(--rule)")
    # several plots share a page: the parts of each carry its name
    text = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{re.sub('[^a-z0-9]', '-', name.lower())}-", text)
    for place, colour in enumerate(SERIES):
        text = text.replace(colour, f"var(--series-{place + 1})")
    return text.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def swedish_axis(axes: Axes, which: str, scale: int = 1) -> None:
    """Write the numbers of an axis as Swedish print has them."""
    axis = axes.yaxis if which == "y" else axes.xaxis
    axis.set_major_formatter(lambda value, _: number(Decimal(str(round(value / scale, 6))), 1))


def lines(
    name: str, series: Mapping[str, Sequence[tuple[int, Any]]], unit: str, goal: Any = None, scale: int = 1
) -> str:
    """Return a line per series over years, marks and dashes differing; a goal is a dotted level."""
    figure, axes = blank(name, 7.2, 3.4)
    for place, (label, points) in enumerate(series.items()):
        years = [year for year, value in points if value is not None]
        values = [float(value) for _, value in points if value is not None]
        axes.plot(
            years,
            values,
            color=SERIES[place % 8],
            marker=MARKS[place % 8],
            linestyle=DASHES[place % 8],
            label=said(label),
            linewidth=1.6,
            markersize=5,
        )
    if goal is not None:
        axes.axhline(float(goal), color=INK, linewidth=1, linestyle=":")
    axes.axhline(0, color=RULE, linewidth=0.8)
    years_all = sorted({year for points in series.values() for year, value in points if value is not None})
    # every second or third where more would stand in each other; the last one is among them
    named = sorted(years_all[:: -math.ceil(len(years_all) / MOST_YEARS)])
    axes.set_xticks(named, [str(year) for year in named])
    axes.set_ylabel(unit)
    swedish_axis(axes, "y", scale)
    axes.grid(axis="y", color=RULE, linewidth=0.4)
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return svg(figure, name)


def bars(
    name: str, labels: Sequence[str], groups: Mapping[str, Sequence[Any]], unit: str, goal: Any = None, scale: int = 1
) -> str:
    """Return horizontal bars, one group per label; the second series is hatched; a goal is a dotted line."""
    count = max(1, len(groups))
    figure, axes = blank(name, 7.2, 1.1 + 0.34 * count * max(1, len(labels)))
    height = 0.8 / count
    for place, (label, values) in enumerate(groups.items()):
        axes.barh(
            [index + place * height for index in range(len(labels))],
            [value_of(value) or 0 for value in values],
            height=height * 0.86,
            color=SERIES[place % 8] if place == 0 else "none",
            edgecolor=SERIES[place % 8],
            hatch=None if place == 0 else "////",
            label=said(label),
        )
        for index, value in enumerate(values):
            if value is not None:
                shown = (tenth if unit == "%" else one_decimal)(Decimal(str(value)) / scale)
                axes.annotate(
                    shown,
                    (float(value), index + place * height),
                    xytext=(4 if value >= 0 else -4, 0),
                    textcoords="offset points",
                    va="center",
                    ha="left" if value >= 0 else "right",
                    fontsize=8,
                )
    if goal is not None:
        axes.axvline(float(goal), color=INK, linewidth=1, linestyle=":")
    axes.set_yticks(
        [index + height * (count - 1) / 2 for index in range(len(labels))], [said(label) for label in labels]
    )
    axes.invert_yaxis()
    axes.margins(x=0.14)
    axes.set_xlabel(unit)
    swedish_axis(axes, "x", scale)
    if count > 1:
        figure.legend(loc="outside lower center", ncols=count, frameon=False)
    return svg(figure, name)
