"""What a check took for granted, in a line each; and why a verdict could not be given."""

from __future__ import annotations

from collections.abc import Sequence

from whygrad.checking.claims import Claim, Claims
from whygrad.text import Text, _

#: Claims that are named one by one in the line of assumptions.
MAX_NAMED = 12


def assumptions(claims: Claims, left_aside: Sequence[str] = ()) -> tuple[Text, ...]:
    """The output, which name claims which gradient, the gradient from above, and what looks like a gradient and is not judged."""
    found: list[Text] = []
    by_output: dict[str, list[Claim]] = {}
    for claim in claims.claims:
        if claim.output is not None:
            by_output.setdefault(claim.output.name, []).append(claim)
    upstreams = {output.name: key.name for key, output in claims.upstreams.items()}
    for output, of_output in by_output.items():
        fields = {"output": output, "claims": _listed(of_output), "upstream": upstreams.get(output, "1")}
        found.append(Text(_("the output is `{output}`; {claims}; the gradient from above is {upstream}"), fields))
    found += [Text(_("`{name}` is a numerical gradient, which I leave as it is"), {"name": name}) for name in claims.numerical]
    if found and left_aside:
        names = ", ".join(f"`{name}`" for name in left_aside[:MAX_NAMED])
        found.append(Text(_("I did not check {names}; `--grad NAME=VARIABLE` would tell me of what it is the gradient"), {"names": names}))
    return tuple(found)


def _listed(claims: Sequence[Claim]) -> str:
    pairs = dict.fromkeys((claim.name, claim.output.name if claim.output else "", claim.reading.wrt) for claim in claims)
    shown = [f"{name} = ∂{output}/∂{wrt}" for name, output, wrt in list(pairs)[:MAX_NAMED]]
    return ", ".join(shown) + (", …" if len(pairs) > MAX_NAMED else "")


def reason(name: str, claim: Claim) -> Text:
    """Why there is no verdict on a claim."""
    fields = {
        "name": claim.name,
        "wrt": claim.reading.wrt,
        "output": claim.output.name if claim.output else "",
        "rivals": ", ".join(dict.fromkeys(f"`{key.name}`" for key in (*claim.rivals, *claim.doubts))),
    }
    return Text(_REASONS.get(name, _REASONS["no-sample"]), fields)


_REASONS = {
    "no-variable": _("I can't find the variable `{wrt}` that this should be the gradient of; `--grad {name}=VARIABLE` would tell me."),
    "no-output": _("I can't find an output that depends on `{wrt}` and comes before this; `--of OUTPUT` would tell me."),
    "ambiguous-output": _("The verdict depends on which output is meant: `{output}` or {rivals}; `--of OUTPUT` would tell me."),
    "ambiguous-variable": _("`{wrt}` takes several values on the way to `{output}`, and I can't tell which of them is meant."),
    "shared": _("`{wrt}` is the same list as another variable whose gradient is claimed, and I can't tell whose share is meant."),
    "not-traced": _("`{wrt}` is made a plain number on the way, where I lose its trace."),
    "no-dependence": _("`{output}` doesn't depend on `{wrt}` by any path that I can follow."),
    "output-not-scalar": _("`{output}` is more than one number, and I don't know the gradient from above; `--of OUTPUT` would tell me."),
    "not-finite": _("The true gradient is not finite here."),
    "output-not-finite": _("`{output}` is not a finite number, and a gradient of that means nothing."),
    "not-reached": _("The program doesn't come to this line at most of the points that I tried."),
    "not-reproducible": _("Two runs of the program on the same numbers give different values here."),
    "within-noise": _("The difference is no larger than what rounding makes of these numbers."),
    "after-crash": _("The program stops before this line."),
    "no-sample": _("I found too few points at which the program runs to its end with finite numbers."),
}
