"""Every prior of the search decides something: cases in which half or twice of it turns the winner.

The groups stand in `locating_cases.jsonl`, one a line: the prior, the factor, the group in the wire format. They are
groups of copies of the documents with an error each, and small random tables.
"""

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from group_drafts import answer, grid, priors, spoil

FILE = Path(__file__).with_name("locating_cases.jsonl")
CASES: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
LIMITS = {"budget", "slack"}
"""How far the search goes: they turn no winner, only where it stops and up to where odds are told."""


def winner(result: dict[str, Any]) -> list[list[Any]]:
    """Return cell, value and cause of the edits."""
    return [edit[:3] for edit in result["edits"]]


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{c['prior']}-{c['factor']}-{n}" for n, c in enumerate(CASES)]
)
def test_half_or_twice_a_prior_turns_the_winner(number: int) -> None:
    case = CASES[number]
    weights = priors()
    turned = {**weights, case["prior"]: weights[case["prior"]] * case["factor"]}
    before, after = answer(case["group"], weights), answer(case["group"], turned)
    assert before["status"] == after["status"] == "searched"
    assert winner(before) != winner(after)


def test_every_prior_has_a_pair_of_cases() -> None:
    count = Counter(case["prior"] for case in CASES)
    assert {name: count[name] for name in priors() if name not in LIMITS} == dict.fromkeys(set(priors()) - LIMITS, 2)
    assert {case["factor"] for case in CASES} == {0.5, 2}


def test_half_the_budget_stops_a_search_that_the_budget_lets_end() -> None:
    generator = random.Random(7)
    weights = priors()
    while True:
        draft = grid(generator)
        spoil(draft, generator, 3)
        nodes = draft.located({**weights, "budget": 10.0**6})["nodes"]
        if nodes >= 20:
            break
    assert draft.located({**weights, "budget": float(nodes)})["status"] == "searched"
    assert draft.located({**weights, "budget": nodes / 2})["status"] == "past_budget"


def test_odds_are_told_up_to_the_slack() -> None:
    draft = grid(random.Random(8))
    draft.printed[0] = (draft.printed[0] or 0) * 10
    for slack in (3.0, 6.0):
        assert draft.located({**priors(), "slack": slack})["edits"][0][4] == round(1000 * slack)
