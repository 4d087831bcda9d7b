"""The replay: what it counts, and which groups it joins."""

import json

from finsam_audit.measure.replay import joined, replay, report, united
from group_drafts import KRONA, Draft, priors


def tied(amount: int, printed: int) -> Draft:
    """Return a figure printed three times, once wrong."""
    draft = Draft()
    first = draft.cell(printed, table=1)
    for n in (2, 3):
        draft.tie(draft.cell(amount, table=n), first)
    return draft


def line(copy: str, draft: Draft, wrong: list[list[object]]) -> str:
    """Return a copy as a line of the file."""
    return json.dumps(
        {"association": "a", "copy": copy, "kind": "digit_replaced", "wrong": wrong, "groups": [draft.wire()]}
    )


def test_a_replay_counts_what_the_clean_report_does_not_say() -> None:
    clean, spoilt = tied(98_467, 98_467), tied(98_467, 98_267)
    wrong: list[list[object]] = [[0, 98_467 * KRONA, 98_267 * KRONA, 2, True]]
    result = replay([line("", clean, []), line("_e0", spoilt, wrong)], priors())
    tally = result.tallies["outside"]
    assert (tally.errors, tally.detected, tally.cell, tally.exact, tally.value, tally.findings) == (1,) * 6
    assert "digit_replaced" in report(result)
    known = replay([line("", spoilt, []), line("_e0", spoilt, wrong)], priors()).tallies["outside"]
    assert (known.errors, known.detected) == (1, 0)


def test_groups_whose_edits_meet_in_a_relation_that_holds_are_joined() -> None:
    groups = []
    for own in (0, 1):
        cells = [[n, 1000, 1, 100, 100, "m", 0, 1, n, 1, 0, 0, "", None, 1] for n in (own, 2, 3 + own)]
        shared = [7, "sum", "e", 0, 0, [[1, 1, 0, 100, [[2, "t", 1], [own, "n", 1]]]]]
        broken = [own, "tie", "e", 1, 0, [[1, 1, 0, 100, [[own, "t", 1], [3 + own, "n", 1]]]]]
        groups.append({"cells": cells, "relations": [shared, broken], "lookalikes": [], "lines": []})
    answers = [{"edits": [[own, 900, "scale", "likely", 0, None, 0, [own], None]], "moved": []} for own in (0, 1)]
    assert joined(groups, answers) == [[0, 1]]
    both = united(groups)
    assert sorted(c[0] for c in both["cells"]) == [0, 1, 2, 3, 4]
    assert sorted(r[0] for r in both["relations"]) == [0, 1, 7]
    apart = [{"edits": [[3 + own, 900, "scale", "likely", 0, None, 0, [own], None]], "moved": []} for own in (0, 1)]
    assert joined(groups, apart) == [[0], [1]]
