"""The sentences of a report in one language, whatever they are shown on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from whygrad.checking.report import Counterexample, Diagnosis, Finding, Fix, Target
from whygrad.reports.frame import harmless
from whygrad.reports.values import pair, short
from whygrad.reports.words import Words
from whygrad.text import Text, _

#: Inputs of a counterexample that are named.
MOST_INPUTS = 8

LIKELY = _("This is the likeliest reading; I can't be certain that it is what you meant.")
ALIKE = _("the same at these numbers, by coincidence")


class Sentences:
    """What is said of one diagnosis in one language."""

    def __init__(self, diagnosis: Diagnosis, words: Words) -> None:
        self.diagnosis = diagnosis
        self.words = words

    def say(self, text: Text | str) -> str:
        return harmless(self.words.say(text).replace("\n", " "))

    def where(self, finding: Finding) -> str:
        """All that the first hint says."""
        if not finding.targets:
            return self.say(_("Something is not as it should be here."))
        names = self.words.all_of([f"`{name}`" for name in finding.targets])
        return self.say(
            Text(
                _("Something here spoils the gradient {names}."),
                {"names": names, "n": len(finding.targets)},
                plural=_("Something here spoils the gradients {names}."),
            )
        )

    def why(self, finding: Finding) -> list[str]:
        """The explanation, once for all findings of a group that have the same."""
        for other in takewhile(lambda other: other is not finding, self.diagnosis.findings):
            together = finding.fix is not None and other.fix is not None and finding.fix.group == other.fix.group
            if together and finding.explanation and finding.explanation == other.explanation:
                return [self.say(Text(_("as for {other}, above."), {"other": f"{other.code}[{other.slug}]"}))]
        return [self.say(text) for text in finding.explanation]

    def point(self, counterexample: Counterexample, targets: Sequence[str]) -> str:
        yours, true = pair(counterexample.yours, counterexample.true)
        named = [f"{name} = {short(value)}" for name, value in counterexample.inputs.items()]
        inputs = ", ".join([*named[:MOST_INPUTS], "…"] if len(named) > MOST_INPUTS else named)
        fields = {"inputs": inputs, "name": ", ".join(targets), "yours": yours, "true": true}
        if not inputs:
            return self.say(Text(_("`{name}` is {yours}, and it should be {true}."), fields))
        return self.say(Text(_("at {inputs}, `{name}` is {yours}, and it should be {true}."), fields))

    def fix_lead(self, others: Sequence[str], fix: Fix) -> str:
        if fix.certainty == "one-of-several":
            if others:
                text = _(
                    "one way to write it, applied together with the fix of {others}; I ran it, and it comes out right. There are others."
                )
            else:
                text = _("one way to write it; I ran it, and it comes out right. There are others.")
        elif fix.certainty == "as-given":
            text = _("I ran it with this change: it comes out right for the sizes and numbers given, and not for all others.")
        elif others:
            text = _("applied together with the fix of {others}; I ran it so, and it comes out right.")
        else:
            text = _("I ran it with this change, and it comes out right.")
        return self.say(Text(text, {"others": self.words.all_of(others)}))

    def verdict(self, target: Target) -> str:
        """The verdict in a sentence, what it takes for granted, and its reason."""
        said = self.say(self.plain_verdict(target))
        if target.given is not None:
            said += f", {self.say(target.given)}"
        return said if target.reason is None else f"{said}. {self.say(target.reason)}"

    def plain_verdict(self, target: Target) -> Text:
        if target.verdict == "right":
            return Text(_("right"))
        if target.verdict == "unknown":
            return Text(_("can't tell"))
        if target.true is None:
            return Text(_("wrong"))
        yours, true = pair(target.yours, target.true)
        if yours == true:
            return Text(_("wrong, though it happens to be {true} at these numbers"), {"true": true})
        if target.at:
            return Text(_("wrong: {yours}, should be {true} at {at}"), {"yours": yours, "true": true, "at": target.at})
        return Text(_("wrong: {yours}, should be {true}"), {"yours": yours, "true": true})
