"""An association's open relations as groups: parted, joined, one failing alone, acknowledged findings told unaided."""

import json
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from finsam_audit.locate import call, groups
from finsam_audit.locate.groups import locate_groups
from finsam_audit.project.duckdb_plugin import Plugin
from group_drafts import KRONA, Draft, priors


def located(draft: Draft) -> dict[str, Any]:
    """Return the answer to all that a draft holds."""
    result: dict[str, Any] = json.loads(locate_groups(json.dumps({**draft.wire(), "priors": priors()})))
    return result


def note(draft: Draft, table: int, rows: list[int], total: int, face: int) -> list[int]:
    """Add a note whose total is tied to a line of the statements; return its cells, the total and the line last."""
    cells = [draft.cell(amount, table=table, row=n, rank=1) for n, amount in enumerate(rows)]
    cells.append(draft.cell(total, table=table, row=len(rows), rank=1))
    cells.append(draft.cell(face, table=table + 50))
    draft.relation(cells[-2], [(c, 1) for c in cells[:-2]])
    draft.tie(cells[-2], cells[-1])
    return cells


def test_errors_that_share_no_cell_are_groups_of_their_own() -> None:
    draft = Draft()
    first = note(draft, 1, [48_213, 17_906], 66_191, 66_119)
    second = note(draft, 2, [30_517, 21_044], 51_651, 51_561)
    result = located(draft)
    assert [group[1] for group in result["groups"]] == ["searched", "searched"]
    assert [(e[2], e[3]) for e in result["edits"]] == [(first[2], 66_119 * KRONA), (second[2], 51_561 * KRONA)]
    assert {e[1] for e in result["edits"]} == {1, 2}
    assert sorted(result["mends"]) == [[1, 0], [1, 1], [2, 2], [2, 3]]


def test_groups_whose_edits_touch_one_relation_that_holds_are_searched_together() -> None:
    # both notes deviate; the two face lines make up a total that holds, so mending a face line would break it
    draft = Draft()
    first = note(draft, 1, [48_213, 17_906], 66_119, 66_191)
    second = note(draft, 2, [30_517, 21_044], 51_561, 51_651)
    total = draft.cell(66_191 + 51_651, table=90, flags="t")
    draft.relation(total, [(first[-1], 1), (second[-1], 1)])
    result = located(draft)
    assert len(result["groups"]) == 1
    values = {e[2]: e[3] for e in result["edits"]}
    lines = [values.get(c, draft.printed[c] * KRONA) for c in (first[-1], second[-1], total)]  # type: ignore[operator]
    assert lines[0] + lines[1] == lines[2], result


def test_a_search_of_groups_together_that_ends_early_knows_what_each_of_them_knew() -> None:
    # four blocks of one table that lack a row each in both years, and meet because their totals add up
    draft = Draft()
    for year, missing in ((0, 7_351), (-1, 6_907)):
        totals = []
        for n in range(4):
            place: dict[str, Any] = {"table": 1, "column": 1 - year, "year": year}
            rows = [draft.cell(a * (n + 2), row=5 * n + k, **place) for k, a in enumerate((48_213, 17_906 + year))]
            totals.append(draft.cell((66_119 + year + missing) * (n + 2), row=5 * n + 4, **place))
            draft.relation(totals[-1], [(c, 1) for c in rows], is_open=True)
        whole = draft.cell(sum(draft.printed[c] or 0 for c in totals), row=30, **place)
        draft.relation(whole, [(c, 1) for c in totals], is_open=True)
    text = json.dumps({**draft.wire(), "priors": {**priors(), "budget": 12}})
    result = json.loads(locate_groups(text))
    assert [group[1] for group in result["groups"]] == ["past_budget"]
    assert [edit[4] for edit in result["edits"]] == ["row_not_printed"] * 4


def test_what_a_group_breaks_beyond_its_sight_is_searched_with_it() -> None:
    # the overview's income is off by another scope or a slip; its costs and result are those of the income statement,
    # which only relations of theirs show: no change of them may mend the overview's sum
    for is_seen in (False, True):
        draft = Draft()
        face = draft.cell(12_144, row=1, outside=3)
        amounts = (12_147, 9_764, 2_383)
        income, costs, result = (draft.cell(a, table=2, row=n + 1, rank=3) for n, a in enumerate(amounts))
        draft.relation(result, [(income, 1), (costs, -1)])
        draft.tie(income, face)
        if is_seen:
            for cell, amount in ((costs, 9_764), (result, 2_383)):
                draft.tie(cell, draft.cell(amount, row=cell))
        changed = {e[2] for e in located(draft)["edits"] if e[3] is not None}
        assert changed.isdisjoint({costs, result}) == is_seen


def test_what_is_acknowledged_and_breaks_a_sum_that_held_is_unknown() -> None:
    for certainty in ("likely", "unknown"):
        draft = Draft()
        total = draft.cell(66_119, row=2, known=66_191)
        draft.tie(total, draft.cell(66_191, table=2))
        if certainty == "unknown":
            draft.relation(total, [(draft.cell(a, row=n), 1) for n, a in enumerate((48_213, 17_906))])
        (edit,) = located(draft)["edits"]
        assert (edit[2:4], edit[5]) == ([total, 66_191 * KRONA], certainty)


def test_a_row_that_is_not_there_says_what_its_sums_lack_as_printed() -> None:
    # the row would be 20 000; with a term of the same sum changed beside it the sum would ask another amount
    draft = Draft()
    opening = draft.cell(150_000, row=1)
    total = draft.cell(1_928_000, row=3, flags="t")
    draft.relation(total, [(opening, 1), (draft.cell(1_758_000, row=2), 1)], is_open=True)
    draft.tie(opening, draft.cell(25_000, table=2, outside=4))
    result = located(draft)
    lacking = {pair[1]: pair[2] for pair in result["lacking"]}
    values = {e[2]: e[3] for e in result["edits"] if e[3] is not None}
    assert not (total in lacking and opening in values), result


def test_a_text_that_cannot_be_read_is_one_group_not_searched() -> None:
    for text in ("", "{}", "[]", '{"relations": [[1]], "priors": {}}'):
        result = json.loads(locate_groups(text))
        assert [group[1] for group in result["groups"]] == ["not_searched"], text
        assert result["groups"][0][2] and result["edits"] == []


def test_a_group_that_fails_leaves_the_others_searched(monkeypatch: Any) -> None:
    draft = Draft()
    note(draft, 1, [48_213, 17_906], 66_191, 66_119)
    second = note(draft, 2, [30_517, 21_044], 51_651, 51_561)
    sound = call.located

    def failing(part: dict[str, Any], *parts: Any) -> dict[str, Any]:
        if any(relation[0] == 0 for relation in part["relations"]):
            raise ValueError("made to fail")
        return sound(part, *parts)

    monkeypatch.setattr(groups, "located", failing)
    result = located(draft)
    assert [group[1:3] for group in result["groups"]] == [
        ["not_searched", "ValueError: made to fail"], ["searched", None]
    ]  # fmt: skip
    assert [e[2] for e in result["edits"]] == [second[2]]


def test_an_acknowledged_finding_is_told_as_the_search_comes_to_it() -> None:
    draft = Draft()
    cells = note(draft, 1, [48_213, 17_906], 66_191, 66_119)
    sought = located(draft)
    draft.cells[cells[2]][13] = 66_119 * KRONA
    told = located(draft)
    free, known = sought["edits"][0], told["edits"][0]
    assert free[4] == "digits_transposed" and free[5] == "certain"
    assert known[:6] == free[:6]
    # what it was weighed against stands beside it
    assert sought["candidates"] and told["candidates"] == sought["candidates"]


def test_of_an_acknowledged_finding_the_cell_that_the_search_would_name_is_its_first_rival() -> None:
    draft = Draft()
    terms = [draft.cell(amount, row=n) for n, amount in enumerate((48_213, 17_906))]
    total = draft.cell(66_191, row=2)
    draft.relation(total, [(term, 1) for term in terms])
    (free,) = located(draft)["edits"]
    assert free[2:5] == [total, 66_119 * KRONA, "digits_transposed"]
    draft.cells[terms[0]][13] = 48_285 * KRONA
    told = located(draft)
    assert [edit[2] for edit in told["edits"]] == [terms[0]]
    assert told["candidates"][0][1:] == [1, total, 66_119 * KRONA, "digits_transposed", 0]


def test_the_plugin_makes_the_folder_and_registers_the_search(tmp_path: Path) -> None:
    database = tmp_path / "new" / "built.duckdb"
    plugin = Plugin(name="locate", plugin_config={}, credentials=DuckDBCredentials(path=str(database), schema="main"))
    assert database.parent.is_dir()
    with duckdb.connect(str(database)) as connection:
        plugin.configure_connection(connection)
        answer = connection.cursor().execute("select locate_group('{}')").fetchone()
    assert answer is not None and json.loads(answer[0])["groups"][0][1] == "not_searched"
