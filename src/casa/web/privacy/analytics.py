"""All guests together: figures with noise, week by week, and never a row."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from casa.core.privacy import analytics
from casa.web.privacy.show import tabs
from casa.web.workspace import WorkspaceRequest, right

WIDTH, HEIGHT, STEP, BAR = 360, 56, 30, 22


@right("workspace.edit")
def figures(request: WorkspaceRequest) -> HttpResponse:
    """What the owner may learn of all guests together."""
    shown = [_plot(one) for one in analytics.figures()]
    context = {"figures": shown, "smallest": analytics.SMALLEST, "epsilon": analytics.EPSILON}
    return render(request, "privacy/analytics.html", context | tabs(request, "analytics"))


def _plot(figure: analytics.Figure) -> dict[str, Any]:
    """Bars in the units of a 360 × 56 drawing."""
    most = max((count for _, count in figure.weeks if count is not None), default=0)
    bars = []
    for place, (week, count) in enumerate(figure.weeks):
        height = _height(count, most)
        x = place * STEP + (STEP - BAR) // 2
        bars.append({"x": x, "y": HEIGHT - height, "height": height, "week": week, "count": count})
    known = [(week, count) for week, count in figure.weeks if count is not None]
    return {"label": figure.label, "bars": bars, "latest": known[-1] if known else None}


def _height(count: int | None, most: int) -> int:
    return max(round(HEIGHT * count / most), 2) if count and most else 0
