"""Charts of lines as SVG, readable on light and dark pages, without a library.

chart(title, x_name, y_name, series, …) with series {name: [(x, y), …]}; both axes logarithmic unless told.
"""
import html
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 76, 196, 48, 52
LIGHT = ("#2563a8", "#c2501c", "#1f7a4d", "#8a4fa3", "#a8323e", "#6b6a12", "#0f7c8a", "#7a5230", "#555555")
DARK = ("#7db3ee", "#f2935f", "#6fd0a0", "#cf9ae4", "#f08a93", "#d3d05a", "#62cfdd", "#d3a57c", "#bbbbbb")
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #222 } .title { font-weight: 600; font-size: 15px }
.page { fill: #fff } .grid { stroke: #ddd } .mark { stroke: #777; stroke-dasharray: 5 4 } path { fill: none; stroke-width: 2 }
path.leader { stroke-width: 1; stroke-dasharray: 1 3 }
"""
STYLE_DARK = "text { fill: #ddd } .page { fill: #15181d } .grid { stroke: #343a42 } .mark { stroke: #999 }"


def colours(palette):
    return " ".join(f"path.s{n} {{ stroke: {c} }} circle.s{n}, text.s{n} {{ fill: {c} }}" for n, c in enumerate(palette))


class Axis:
    """Maps values to places; ticks are powers of ten, or five even steps."""

    def __init__(self, values, low, high, logarithmic):
        self.low, self.high, self.logarithmic = low, high, logarithmic
        values = [v for v in values if v > 0]
        if logarithmic:
            self.first = math.floor(math.log10(min(values)) + 1e-9)
            self.last = max(self.first + 1, math.ceil(math.log10(max(values)) - 1e-9))
            self.ticks = [10.0**n for n in range(self.first, self.last + 1)]
        else:
            self.first, self.last = 0, math.ceil(max(values) + 1e-9)
            step = max(1, -(-self.last // 6))
            self.ticks = list(range(0, self.last + 1, step))

    def at(self, value):
        place = math.log10(value) if self.logarithmic else value
        return self.low + (place - self.first) / (self.last - self.first) * (self.high - self.low)


def number(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def apart(places, least=16):
    """Moves labels down where they would cover each other."""
    moved, last = {}, -math.inf
    for place, name in sorted((place, name) for name, place in places.items()):
        last = max(place, last + least)
        moved[name] = last
    return moved


def chart(title, x_name, y_name, series, logarithmic=True, mark=None):
    """`mark`: (value of y, words), a dashed line across."""
    series = {name: sorted(points) for name, points in series.items() if points}
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points] + ([mark[0]] if mark else [])
    across = Axis(xs, LEFT, WIDTH - RIGHT, logarithmic)
    up = Axis(ys, HEIGHT - BOTTOM, TOP, logarithmic)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(title)}">',
           f"<style>{STYLE}{colours(LIGHT)}\n@media (prefers-color-scheme: dark) {{ {STYLE_DARK} {colours(DARK)} }}</style>",
           f'<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>',
           f'<text class="title" x="{LEFT}" y="20">{html.escape(title)}</text>', f'<text x="{LEFT}" y="39">{html.escape(y_name)}</text>']
    for tick in across.ticks:
        x = across.at(tick)
        out.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}"/>')
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 19}" text-anchor="middle">{number(tick)}</text>')
    for tick in up.ticks:
        y = up.at(tick)
        out.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{number(tick)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{html.escape(x_name)}</text>')
    if mark:
        y = up.at(mark[0])
        out.append(f'<line class="mark" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>')
        out.append(f'<text x="{LEFT + 6}" y="{y - 6:.1f}">{html.escape(mark[1])}</text>')
    labels = apart({name: up.at(points[-1][1]) for name, points in series.items()})
    for n, (name, points) in enumerate(series.items()):
        colour = f"s{n % len(LIGHT)}"
        places = [(across.at(x), up.at(y)) for x, y in points]
        out.append(f'<path class="{colour}" d="M' + " L".join(f"{x:.1f} {y:.1f}" for x, y in places) + '"/>')
        out += [f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in places]
        out.append(f'<path class="{colour} leader" d="M{places[-1][0]:.1f} {places[-1][1]:.1f} L{WIDTH - RIGHT + 7} {labels[name]:.1f}"/>')
        out.append(f'<text class="{colour}" x="{WIDTH - RIGHT + 10}" y="{labels[name] + 4:.1f}">{html.escape(name)}</text>')
    return "\n".join(out + ["</svg>"]) + "\n"
