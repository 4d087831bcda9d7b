"""The located cells against exhaustive search on small random groups, and what fingerprints alone decide."""

import random
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from relation_systems import Cell, Relation, System, run_locating

SINGLE = 120
DOUBLE = 80


def grid(name: str, generator: random.Random) -> System:
    """Return a consistent table with row totals and column totals, a print of its sum elsewhere, and a roll-forward."""
    rows, columns = generator.randint(2, 4), generator.randint(2, 3)
    system = System(name)

    def add(cell: str, amount: int, line: int, column: int, *, is_total: bool = False, year: int = 2025) -> None:
        system.cells[cell] = Cell(cell, amount, line=line, column=column, is_total=is_total, year=year, line_item=cell)

    for i in range(rows):
        for j in range(columns):
            add(f"r{i}c{j}", generator.randint(1000, 99999), i + 1, j + 1)
        add(
            f"r{i}sum", sum(system.cells[f"r{i}c{j}"].amount for j in range(columns)), i + 1, columns + 1, is_total=True
        )
        system.relations.append(Relation(f"row{i}", f"r{i}sum", [(1, f"r{i}c{j}") for j in range(columns)]))
    for part in [*(f"c{j}" for j in range(columns)), "sum"]:
        names = [f"r{i}{part}" for i in range(rows)]
        add(f"total{part}", sum(system.cells[n].amount for n in names), rows + 1, columns + 2, is_total=True)
        system.relations.append(Relation(f"column{part}", f"total{part}", [(1, n) for n in names]))
    add("printed_again", system.cells["totalsum"].amount, rows + 3, 1)
    system.relations.append(Relation("tie", "printed_again", [(1, "totalsum")], "tie", "tied"))
    add("opening", generator.randint(1000, 99999), rows + 4, 1)
    add("closing", system.cells["opening"].amount + system.cells["totalsum"].amount, rows + 5, 1)
    system.relations.append(Relation("roll", "closing", [(1, "opening"), (1, "totalsum")], "sum", "prior_year"))
    return system


def spoil(system: System, generator: random.Random, errors: int) -> frozenset[str]:
    """Change that many numbers by amounts that have nothing to do with each other."""
    names = generator.sample(sorted(system.cells), errors)
    for name in names:
        system.cells[name].amount += generator.choice((-1, 1)) * generator.randint(137, 9731)
    return frozenset(names)


def two_prints(name: str) -> System:
    """Return two prints of one sum that disagree, each the sum of rows of its own: nothing decides between them."""
    system = System(name)
    for place, statement, parts in (("face", "balance_sheet", (40200, 51345)), ("note", "note_other", (40200, 51922))):
        for number, amount in enumerate(parts):
            cell = f"{place}{number}"
            system.cells[cell] = Cell(cell, amount, statement=statement, line=number + 1, line_item=cell)
        system.cells[place] = Cell(place, sum(parts), statement=statement, line=9, line_item=place, is_total=True)
        rows = [(1, f"{place}{number}") for number in range(2)]
        system.relations.append(Relation(f"{place}sum", place, rows))
    system.relations.append(Relation("tie", "face", [(1, "note")], "tie", "tied"))
    return system


def continuity(name: str) -> System:
    """Return comparatives that differ from the report of the year before and add up as they stand: a restatement."""
    system = System(name)
    for document, shift in ((f"{name}_2024", 0), (f"{name}_2025", 4321)):
        key = document[-4:]
        for item, amount in (("a", 30555), ("b", 20333 + shift)):
            cell = f"{item}{key}"
            system.cells[cell] = Cell(
                cell, amount, "income_statement", item, year=2024, line=1 if item == "a" else 2, document=document
            )
        total = sum(system.cells[f"{item}{key}"].amount for item in "ab")
        system.cells[f"t{key}"] = Cell(
            f"t{key}", total, "income_statement", "t", year=2024, line=3, is_total=True, document=document
        )
        system.relations.append(Relation(f"sum{key}", f"t{key}", [(1, f"a{key}"), (1, f"b{key}")]))
    for item in "abt":
        system.relations.append(Relation(f"before_{item}", f"{item}2025", [(1, f"{item}2024")], "tie", "prior_year"))
    return system


def wider_scope(name: str) -> System:
    """Return an overview whose income counts the financial income in; the statement adds up."""
    system = System(name)
    amounts = {"operating_income": 3015280, "financial_income": 427, "operating_costs": -2809443}
    for line, (item, amount) in enumerate(amounts.items(), start=1):
        system.cells[item] = Cell(item, amount, "income_statement", item, line=line)
    system.cells["net_result"] = Cell(
        "net_result", sum(amounts.values()), "income_statement", "net_result", line=9, is_total=True
    )
    system.cells["overview"] = Cell("overview", 3015707, "multi_year_overview", "operating_income", line=20)
    system.cells["again"] = Cell("again", 3015707, "multi_year_overview", "again", line=21)
    system.relations += [
        Relation("result", "net_result", [(1, item) for item in amounts]),
        Relation("tie", "overview", [(1, "operating_income")], "tie", "tied"),
        Relation("tie_again", "again", [(1, "overview")], "tie", "tied"),
    ]
    return system


def random_systems() -> list[System]:
    """Return the systems with one error, then those with two; the same at every call."""
    generator = random.Random(20261121)
    systems = []
    for number in range(SINGLE + DOUBLE):
        system = grid(f"system{number:03d}", generator)
        spoil(system, generator, 1 if number < SINGLE else 2)
        systems.append(system)
    return systems


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database in which all systems are located at once."""
    made = [two_prints("prints"), continuity("reports"), wider_scope("scope")]
    return run_locating(tmp_path_factory.mktemp("systems"), [*random_systems(), *made])


@pytest.fixture(scope="module")
def changes(database: Path) -> dict[str, dict[str, int]]:
    """Return the changes per system: cell and value."""
    found: dict[str, dict[str, int]] = {system.name: {} for system in random_systems()}
    with duckdb.connect(str(database), read_only=True) as connection:
        query = (
            "select distinct cell, value from checks.located_changes where cell like 'system%' and not is_explanation"
        )
        for cell, value in connection.execute(query).fetchall():
            name, place = cell.split("/")
            found[name][place] = int(value)
    return found


@pytest.fixture(scope="module")
def findings(database: Path) -> Counter[str]:
    """Return the number of findings per system."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("select distinct finding_cell from checks.finding_relations").fetchall()
    return Counter(cell.split("/")[0] for (cell,) in rows)


def test_one_error_is_found_as_exhaustive_search_finds_it(
    changes: dict[str, dict[str, int]], findings: Counter[str]
) -> None:
    for system in random_systems()[:SINGLE]:
        size, repairs = system.smallest_repairs(1)
        assert size == 1
        assert findings[system.name] == 1, system.name
        assert frozenset(changes[system.name]) in repairs, (system.name, changes[system.name], repairs)
        assert system.deviating({**system.amounts(), **changes[system.name]}) == []


def test_two_errors_need_no_more_changes_than_exhaustive_search(
    changes: dict[str, dict[str, int]], findings: Counter[str]
) -> None:
    as_small = same_cells = 0
    for system in random_systems()[SINGLE:]:
        size, repairs = system.smallest_repairs(2)
        assert 1 <= size <= 2
        left = system.deviating({**system.amounts(), **changes[system.name]})
        as_small += not left and findings[system.name] == size
        same_cells += frozenset(changes[system.name]) in repairs
    assert as_small >= 0.95 * DOUBLE, as_small
    assert same_cells >= 0.95 * DOUBLE, same_cells


@pytest.fixture(scope="module")
def told(database: Path) -> dict[str, tuple[str, str, str | None]]:
    """Return cause, certainty and evidence label per finding of the hand-made systems."""
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select finding_cell, cause, certainty, evidence_label from checks.finding_causes order by 1"
        return {cell: tuple(rest) for cell, *rest in connection.execute(query).fetchall()}


def test_where_nothing_decides_the_print_farther_from_the_statements_stands(
    told: dict[str, tuple[str, str, str | None]],
) -> None:
    assert {cell: value for cell, value in told.items() if cell.startswith("prints/")} == {
        "prints/note": ("unknown", "unknown", None)
    }


def test_comparatives_that_add_up_are_restated(told: dict[str, tuple[str, str, str | None]]) -> None:
    found = {cell: value[0] for cell, value in told.items() if cell.startswith("reports_")}
    assert found == {"reports_2025/b2025": "restated", "reports_2025/t2025": "restated"}


def test_another_scope_is_explained_and_not_corrected(told: dict[str, tuple[str, str, str | None]]) -> None:
    assert {cell: value for cell, value in told.items() if cell.startswith("scope/")} == {
        "scope/overview": ("scope_differs", "likely", "financial_income")
    }
