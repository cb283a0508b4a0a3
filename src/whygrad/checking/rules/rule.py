"""What a rule is: one misconception, one file, which is at once its recognition, its tests and its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from whygrad.checking.changes import Kind, Role
from whygrad.text import Text


@dataclass(frozen=True)
class Example:
    """A wrong program and the right one. `line` is the line of the mistake in `wrong`, from 1."""

    wrong: str
    right: str
    line: int


@dataclass(frozen=True)
class Page:
    """A misconception, for people: `whygrad explain` prints it.

    `title` is half a line; `what` says what goes wrong; `why` why people do it; `recognised` how whygrad sees it;
    `hint` is a teacher's nudge that gives nothing away (the second step of the hint ladder); `remedy` is the rule to
    remember (the third). All are marked with _() for the catalogues, and none names the example's variables.
    """

    code: str
    slug: str
    title: str
    what: str
    why: str
    recognised: str
    hint: str
    remedy: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Slip:
    """Like changes that, with the rest of their group, make a gradient right; and what is known of the parts they touch."""

    kind: Kind
    old: str  # the code as it stands
    new: str  # the code as it should be
    detail: str = ""  # "index", "exponent", "function", or the operator: "*", "/", "+→*"
    places: int = 1
    old_role: Role | None = None
    new_role: Role | None = None
    factor: float | None = None  # the constant that is put in or taken out as a factor
    part: str = ""  # the factor or term that is put in or taken out
    is_local_derivative: bool = False  # the part is the local derivative of a function on the way
    is_path: bool = False  # the part is what one use of the variable hands down
    has_one_path: bool = False  # there is one way from the variable to the output, so none can be missing
    old_is_variable: bool = False  # the old part is (an entry of) the variable itself
    related: bool = False  # one of old and new is a well-known function of the other
    in_sum: bool = False  # the changed part is a term of a sum
    in_condition: bool = False  # it stands in a comparison
    whole: bool = False  # it is all that the statement assigns
    in_power: bool = False  # there is a power gate on the way
    is_count: bool = False  # the part is the number of entries of some list, or one over it
    is_exponent: bool = False  # the part is the exponent of a power gate on the way, or one over it
    is_carried: bool = False  # the part is carried from one turn of the loop to the next
    is_penalty: bool = False  # the part is a multiple of the variable itself
    has_mask: bool = False  # the part is a share that a mask of the program keeps, or one over it
    is_tie: bool = False  # the value is wrong only where inputs of a max or min gate are equal
    is_next_step: bool = False  # the variable is one step of a series, and the part comes from the next
    is_zero: bool = False  # the statement assigns 0
    paths: str = ""  # "missing", "doubled" or "diagonal", where the value is the sum of just these paths
    through: tuple[str, ...] = ()  # the named values that those paths go through
    wrt: str = ""
    name: str = ""


@dataclass(frozen=True)
class Rule:
    """How a misconception is recognised and told.

    `recognises` says from 0 to 1 how well a slip fits (the best fit wins); `message` says what is there.
    """

    page: Page
    recognises: Callable[[Slip], float]
    message: Callable[[Slip], Text]
