"""What a check found, as a page shows it: every gradient's verdict, every mistake with its fix as a diff."""

from __future__ import annotations

from collections.abc import Callable

from whygrad.autodiff.spelling import spelled
from whygrad.checking.hints import FIX, KIND, WHERE
from whygrad.checking.report import Diagnosis, Edit, Finding, Problem, Related, Span
from whygrad.reports.changes import changed_lines
from whygrad.reports.html.formulas import gradient, inline
from whygrad.reports.html.tongues import Tongues, plain
from whygrad.reports.sentences import ALIKE, LIKELY, Sentences
from whygrad.reports.terminal import SEVERITIES, SIGNS
from whygrad.reports.values import pair
from whygrad.text import Text, _


class Verdicts:
    """The HTML of one diagnosis; `hint` says at which step of a hint it stops."""

    def __init__(self, diagnosis: Diagnosis, tongues: Tongues, hint: int | None = None) -> None:
        self.diagnosis = diagnosis
        self.tongues = tongues
        self.hint = hint
        self.sentences = {words.language: Sentences(diagnosis, words) for words in tongues.all}

    def said(self, sentence: Callable[[Sentences], str]) -> str:
        """What each language's sentences say."""
        return self.tongues.html(lambda words: sentence(self.sentences[words.language]))

    def findings(self) -> str:
        """Problems and mistakes, and what is right and worth a word."""
        diagnosis = self.diagnosis
        found = [self.problem(problem) for problem in diagnosis.problems]
        found += [self._finding(number, finding) for number, finding in enumerate(diagnosis.findings)]
        found += [self._note(note) for target in diagnosis.targets for note in target.notes]
        return "".join(found)

    def targets(self) -> str:
        """Each claimed gradient with its verdict, and what was assumed."""
        rows = []
        for target in self.diagnosis.targets:
            names = target.of or "", target.with_respect_to
            written = spelled(names)
            derivative = inline(r"\frac{{\partial {}}}{{\partial {}}}".format(*(written[name] for name in names)))
            verdict = self.said(lambda own, target=target: own.verdict(target))  # type: ignore[misc]
            rows.append(
                f'<li class="{target.verdict}" data-target="{plain(target.name)}"><b aria-hidden="true">{SIGNS[target.verdict][0]}</b> '
                f'<code>{plain(target.name)}</code> <span class="gradient">{derivative}</span> {verdict}</li>'
            )
        assumed = self.diagnosis.assumptions
        text = self.tongues.html(lambda words: "; ".join(words.say(one).rstrip(".") for one in assumed))
        lead = f'<p class="note">{self.tongues.html(_("I assumed:"))} {text}.</p>' if assumed else ""
        return f'<ul class="targets">{"".join(rows)}</ul>{lead}' if rows else lead

    def problem(self, problem: Problem) -> str:
        """What can't be analysed, and what to do."""
        help_ = "".join(f"<li>{self.tongues.html(text)}</li>" for text in problem.help)
        return (
            f'<article class="finding warning"{_at(problem.span)}><h3><b>{self.tongues.html(_("problem"))}</b> '
            f'<span class="slug">{plain(problem.slug)}</span></h3><p>{self.tongues.html(problem.message)}</p>{self._place(problem.span)}'
            f"{f'<ul>{help_}</ul>' if help_ else ''}</article>"
        )

    def _finding(self, number: int, finding: Finding) -> str:
        word = self.tongues.html(SEVERITIES[finding.severity][0])
        name = f'<span class="slug">{finding.code} {plain(finding.slug)}</span>' if finding.code else ""
        message = self.said(lambda own: own.say(finding.message) or own.where(finding))
        parts = [
            f"<h3><b>{word}</b> {name}</h3><p>{message}</p>{self._place(finding.span)}",
            self._numbers(finding),
        ]
        if finding.confidence == "likely" and self.hint not in (WHERE, KIND):
            parts.append(f'<p class="note">{self.tongues.html(LIKELY)}</p>')
        why = self._why(finding)
        if why:
            parts.append(f"<h4>{self.tongues.html(_('hint') if self.hint == KIND else _('why'))}</h4>{why}")
        parts += [f"<p>{self._place(other.span)} {self.tongues.html(other.message)}</p>" for other in finding.related]
        parts.append(self._fix(finding))
        targets = plain(" ".join(finding.targets))
        attributes = f'{_at(finding.span)} data-targets="{targets}" id="finding-{number}"'
        return f'<article class="finding {finding.severity}"{attributes}>{"".join(parts)}</article>'

    def _place(self, span: Span | None) -> str:
        """A button that shows the place in the code."""
        if span is None:
            return ""
        line = self.tongues.html(Text(_("line {line}"), {"line": span.line}))
        return f'<button type="button" class="place" data-goto="{span.line}">{line}</button>'

    def _numbers(self, finding: Finding) -> str:
        yours, expected = pair(finding.yours, finding.expected)
        alike = yours == expected and finding.yours is not None
        rows = []
        if finding.yours is not None:
            rows.append((self.tongues.html(_("yours")), f'<span class="wrong">{plain(yours)}</span>'))
        if finding.expected is not None:
            coincidence = f" ({self.tongues.html(ALIKE)})" if alike else ""
            rows.append((self.tongues.html(_("should be")), gradient(expected) + coincidence))
        example = finding.counterexample
        if example is not None and (alike or finding.yours is None or finding.expected is None):
            rows.append((self.tongues.html(_("for example")), self.said(lambda own: own.point(example, finding.targets))))
        return f"<dl>{''.join(f'<dt>{label}</dt><dd>{text}</dd>' for label, text in rows)}</dl>" if rows else ""

    def _why(self, finding: Finding) -> str:
        counts = [len(own.why(finding)) for own in self.sentences.values()]
        return "".join(f"<p>{self.said(lambda own, n=n: own.why(finding)[n])}</p>" for n in range(min(counts)))  # type: ignore[misc]

    def _fix(self, finding: Finding) -> str:
        fix = finding.fix
        if fix is None or (self.hint is not None and self.hint < FIX):
            return ""
        heading = f"<h4>{self.tongues.html(_('fix'))}</h4>"
        group = [other for other in self.diagnosis.findings if other.fix is not None and other.fix.group == fix.group]
        if finding is not group[-1]:
            last = f"{group[-1].code}[{group[-1].slug}]"
            text = Text(_("below, with {last}: these changes belong together."), {"last": last})
            return f"{heading}<p>{self.tongues.html(text)}</p>"
        others = list(dict.fromkeys(f"{other.code}[{other.slug}]" for other in group if other is not finding))
        edits = [edit for other in group if other.fix is not None for edit in other.fix.edits]
        return f"{heading}<p>{self.said(lambda own: own.fix_lead(others, fix))}</p>{diff(self.diagnosis.source, edits)}"

    def _note(self, note: Related) -> str:
        return (
            f'<article class="finding right"{_at(note.span)}><h3><b>{self.tongues.html(_("note"))}</b></h3>'
            f"<p>{self.tongues.html(note.message)}</p>{self._place(note.span)}</article>"
        )


def diff(source: str, edits: list[Edit]) -> str:
    """The lines before and after: removed ones with a minus, added ones with a plus.

    >>> diff("x = 1", [Edit(Span(1, 4, 1, 5), "2")]).count("<span")
    2
    """
    rows = [
        f'<span class="{"removed" if sign == "-" else "added"}">{number:>3} {"−" if sign == "-" else "+"} {plain(text)}\n</span>'
        for sign, number, text in changed_lines(source, edits)
    ]
    return f'<pre class="diff" tabindex="0"><code>{"".join(rows)}</code></pre>' if rows else ""


def _at(span: Span | None) -> str:
    return "" if span is None else f' data-line="{span.line}"'
