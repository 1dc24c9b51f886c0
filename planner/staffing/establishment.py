"""The fewest officers with whom standards hold as surely as is asked, found by simulation."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate

from planner.model.progress import Progress, unheard
from planner.model.requirement import Establishment, Obstacle, Requirement, Shortfall
from planner.staffing.trials import Play, Trials

Counts = tuple[int, ...]
Price = Callable[[Counts], float]
"""Pounds of a choice of posts, to the end of the window."""

_FEW_BELOW = 30
"""Officers up to which every smaller number is played as well."""
_FEW = 200
"""Choices that are all tried when filling every post is not enough."""


def establish(
    requirement: Requirement, play: Play, price: Price, yearly: Price, progress: Progress = unheard
) -> Establishment | Shortfall:
    """The fewest officers that meet a requirement, and of several ways the cheapest; or why there is none.

    All choices are played in the same futures. Up to 30 officers of one kind, every smaller number is played. Otherwise
    more officers, and officers sooner, are taken to do no harm, so that a choice below one that fails is not played.
    """
    trials = Trials(requirement, play, progress)
    unbound = replace(requirement, pot=None, budget=None)
    free = _one_kind(trials) if len(requirement.posts) == 1 else _first(trials, unbound, price)
    if free is None:
        return _shortfall(trials)
    found = free if _allowed(requirement, free, price) else _first(trials, requirement, price)
    if found is None:
        return _over(trials, free, price)
    found = _descend(trials, found, price)
    fewest, most = _doubt(trials, found)
    rejected = tuple(trials.verdict(counts) for counts in _one_fewer(found))
    return Establishment(
        requirement,
        trials.verdict(found),
        rejected,
        trials.ordered(),
        tuple(price(verdict.counts) for verdict in trials.ordered()),
        _steady(trials),
        fewest,
        most,
        price(found),
        yearly(found),
    )


def _one_kind(trials: Trials) -> Counts | None:
    """The smallest number of one kind of post: by halving, and then, unless it is large, by trying all below it too, as
    more officers may lower a chance."""
    most = trials.requirement.posts[0].most
    if trials.verdict((0,)).meets:
        return (0,)
    if not trials.verdict((most,)).meets:
        return _least(trials, range(1, most, max(most // _FEW_BELOW, 1)))
    trials.expected = most.bit_length() + 3
    fails, meets = 0, most
    while meets - fails > 1:
        middle = (fails + meets) // 2
        if trials.verdict((middle,)).meets:
            meets = middle
        else:
            fails = middle
    return (meets,) if meets > _FEW_BELOW and _steady(trials) else _least(trials, range(1, meets + 1))


def _least(trials: Trials, numbers: range) -> Counts | None:
    """The smallest of some numbers of one kind of post that is enough."""
    trials.expected = len(trials.found) + len(numbers)
    return next(((number,) for number in numbers if trials.verdict((number,)).meets), None)


def _first(trials: Trials, within: Requirement, price: Price) -> Counts | None:
    """The choice with the fewest officers, and of those the cheapest, within the pot and the budget of `within`."""
    return next((counts for counts in _choices(trials, within, price) if trials.verdict(counts).meets), None)


def _choices(trials: Trials, within: Requirement, price: Price) -> Iterator[Counts]:
    """Choices within pot and budget, fewest officers first and then cheapest, without those that are hopeless as others
    have failed.

    When all posts together are not enough, every choice is tried while there are few.
    """
    top = tuple(posts.most for posts in within.posts)
    enough = trials.verdict(top).meets
    if not enough and math.prod(most + 1 for most in top) > _FEW:
        return
    floor = _floor(trials, top) if enough else tuple(0 for _ in top)
    for officers in range(sum(floor), sum(top) + 1):
        layer = [(price(counts), counts) for counts in _layer(floor, top, officers)]
        for _, counts in sorted(layer):
            if _allowed(within, counts, price) and not (enough and _hopeless(trials, counts)):
                trials.expected = len(trials.found) + 3
                yield counts


def _floor(trials: Trials, top: Counts) -> Counts:
    """The fewest of each kind with all other posts filled: no choice below meets the requirement."""
    found = []
    for place, most in enumerate(top):
        fails, meets = -1, most
        while meets - fails > 1:
            middle = (fails + meets) // 2
            if trials.verdict((*top[:place], middle, *top[place + 1 :])).meets:
                meets = middle
            else:
                fails = middle
        found.append(meets)
    return tuple(found)


def _layer(floor: Counts, top: Counts, officers: int) -> Iterator[Counts]:
    """All choices between two with so many officers together."""
    if len(floor) == 1:
        if floor[0] <= officers <= top[0]:
            yield (officers,)
        return
    for first in range(floor[0], min(top[0], officers - sum(floor[1:])) + 1):
        for rest in _layer(floor[1:], top[1:], officers - first):
            yield (first, *rest)


def _hopeless(trials: Trials, counts: Counts) -> bool:
    """Whether a choice that fails has as many officers everywhere, as soon."""
    mine = _by_date(trials.requirement, counts)
    return any(
        all(own <= other for own, other in zip(mine, _by_date(trials.requirement, verdict.counts), strict=True))
        for verdict in trials.found.values()
        if not verdict.meets
    )


def _by_date(requirement: Requirement, counts: Counts) -> Counts:
    """For each kind of recruits, how many of that team and role begin by then; of each loan, how many are lent."""
    places = range(len(counts))
    of = requirement.posts
    in_order = sorted(places, key=lambda place: of[place].begins)
    kinds = {(posts.team, posts.role) for posts in of}
    found = list(counts)
    for kind in kinds:
        row = [place for place in in_order if of[place].end is None and (of[place].team, of[place].role) == kind]
        for place, number in zip(row, accumulate(counts[place] for place in row), strict=True):
            found[place] = number
    return tuple(found)


def _allowed(requirement: Requirement, counts: Counts, price: Price) -> bool:
    """Whether the pot and the budget suffice."""
    enough = requirement.pot is None or sum(counts) <= requirement.pot
    return enough and (requirement.budget is None or price(counts) <= requirement.budget)


def _one_fewer(counts: Counts) -> list[Counts]:
    """The neighbours with one officer fewer of a kind."""
    return [(*counts[:place], number - 1, *counts[place + 1 :]) for place, number in enumerate(counts) if number > 0]


def _descend(trials: Trials, counts: Counts, price: Price) -> Counts:
    """A choice none of whose neighbours meets the requirement: each is played, whatever was concluded about it."""
    while True:
        better = [
            fewer
            for fewer in _one_fewer(counts)
            if trials.verdict(fewer).meets and _allowed(trials.requirement, fewer, price)
        ]
        if not better:
            return counts
        counts = min(better, key=lambda fewer: (price(fewer), fewer))


def _doubt(trials: Trials, counts: Counts) -> tuple[int, int]:
    """The fewest and the most officers that the futures cannot tell from the answer."""
    officers = sum(counts)
    if len(counts) > 1:
        unsure = any(not trials.verdict(fewer).sure for fewer in _one_fewer(counts))
        return officers - unsure, officers + (not trials.verdict(counts).sure)
    fewest, most = officers, officers
    while fewest > 0 and not trials.verdict((fewest - 1,)).sure:
        fewest -= 1
    while most < trials.requirement.posts[0].most and not trials.verdict((most,)).sure:
        most += 1
    return fewest, most


def _steady(trials: Trials) -> bool:
    """Whether no choice has, beyond doubt, a lower probability than one with fewer officers everywhere."""
    verdicts = trials.ordered()
    return not any(
        more.high < fewer.low
        for fewer in verdicts
        for more in verdicts
        if all(own <= other for own, other in zip(fewer.counts, more.counts, strict=True))
    )


def _shortfall(trials: Trials) -> Shortfall:
    """Why no choice is enough, however much it costs; nothing, a quarter and half of all posts are tried at least."""
    requirement = trials.requirement
    for parts in (0, 1, 2):
        trials.verdict(tuple(posts.most * parts // 4 for posts in requirement.posts))
    tried = trials.ordered()
    alone = [max(verdict.standards[place] for verdict in tried) for place in range(len(requirement.standards))]
    fight = len(alone) > 1 and all(share >= requirement.probability for share in alone)
    best = max(tried, key=lambda verdict: (verdict.share, sum(verdict.standards), -verdict.officers))
    return Shortfall(requirement, Obstacle.FIGHT if fight else Obstacle.NEVER, best, tried)


def _over(trials: Trials, needed: Counts, price: Price) -> Shortfall:
    """The pot or the budget is too small; `needed` would be enough."""
    requirement = trials.requirement
    trials.verdict(tuple(0 for _ in requirement.posts))
    tried = trials.ordered()
    allowed = [verdict for verdict in tried if _allowed(requirement, verdict.counts, price)]
    over_pot = requirement.pot is not None and sum(needed) > requirement.pot
    best = max(allowed, key=lambda verdict: (verdict.share, -verdict.officers))
    obstacle = Obstacle.POT if over_pot else Obstacle.BUDGET
    return Shortfall(requirement, obstacle, best, tried, trials.verdict(needed), price(needed))
