"""Which misconception is it? Every rule file is asked, and the best fit wins."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import whygrad.checking.rules as package
from whygrad.checking.rules.rule import Rule, Slip


@cache
def _rules() -> tuple[Rule, ...]:
    modules = [importlib.import_module(f"{package.__name__}.{entry.name}") for entry in pkgutil.iter_modules(package.__path__)]
    found = [module.RULE for module in modules if hasattr(module, "RULE")]
    return tuple(sorted(found, key=lambda rule: rule.page.code))


def recognise(slip: Slip) -> Rule:
    """The rule that fits a slip best; of equals, the one with the lower code."""
    return max(_rules(), key=lambda rule: rule.recognises(slip))
