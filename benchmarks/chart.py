"""The ratios of `benchmarks.peers` as a picture: a row a workload, a dot a contender, on a logarithmic scale."""

from __future__ import annotations

import math

WIDTH, LEFT, RIGHT, ROW, TOP = 880, 60, 40, 34, 88
COLOURS = {
    "whygrad compiled": "#c0392b",
    "whygrad, XLA": "#1e8449",
    "whygrad traced": "#e59866",
    "micrograd": "#7f8c8d",
    "autograd": "#8e44ad",
    "torch": "#d68910",
    "torch.compile": "#b7950b",
    "jax.jit": "#2471a3",
}
OTHER = "#616a6b"


def chart(rows: list[tuple[str, dict[str, float]]]) -> str:
    """By workload, how many times as long as by hand each contender takes."""
    ratios = [ratio for _, found in rows for name, ratio in found.items() if name != "hand-written"]
    low = math.floor(math.log10(min([0.5, *ratios])))
    high = math.ceil(math.log10(max([10.0, *ratios])))

    def x(ratio: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(ratio) - low) / (high - low)

    height = TOP + ROW * len(rows) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="{LEFT}" y="20" font-weight="bold">Value and gradient: how many times as long as written by hand</text>',
        *_legend(rows),
    ]
    bottom = TOP + ROW * len(rows)
    for power in range(low, high + 1):
        at = x(10.0**power)
        line = "#222" if power == 0 else "#ddd"
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 8}" y2="{bottom}" stroke="{line}"/>')
        parts.append(f'<text x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">{10.0**power:g}×</text>')
    for k, (key, found) in enumerate(rows):
        middle = TOP + ROW * k + ROW / 2
        parts.append(f'<text x="10" y="{middle + 4:.1f}">{key}</text>')
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="#eee"/>')
        for name, ratio in sorted(found.items(), key=lambda item: item[0] == "whygrad compiled"):
            if name != "hand-written":
                size = 7 if name == "whygrad compiled" else 5
                parts.append(
                    f'<circle cx="{x(ratio):.1f}" cy="{middle:.1f}" r="{size}" fill="{COLOURS.get(name, OTHER)}" fill-opacity="0.85">'
                    f"<title>{key}, {name}: {ratio:.2f}</title></circle>"
                )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend(rows: list[tuple[str, dict[str, float]]]) -> list[str]:
    present = [name for name in COLOURS if any(name in found for _, found in rows)]
    parts, at = [], LEFT
    for name in [*present, "others"]:
        parts.append(f'<circle cx="{at}" cy="46" r="5" fill="{COLOURS.get(name, OTHER)}"/>')
        parts.append(f'<text x="{at + 9}" y="50">{name}</text>')
        at += 30 + 7 * len(name)
    return parts
