"""What a person may have written wrong of the tables' trees: table_rows.csv, and the tree of table_columns.csv."""

from collections.abc import Iterator

from finsam_audit.inputs.reference import Reference

Key = tuple[str, str, str]


def circles(parents: dict[Key, Key]) -> list[Key]:
    """Return the members that come back to themselves when one follows what each adds into."""
    found = []
    for start in parents:
        at, steps = parents.get(start), 0
        while at is not None and at != start and steps < len(parents):
            at, steps = parents.get(at), steps + 1
        if at == start and parents[start] != start:
            found.append(start)
    return found


def row_errors(reference: Reference) -> Iterator[str]:
    """Yield what is wrong of the tree in seeds/reference/table_rows.csv, a line each: file, row, column, what to do.

    Args:
        reference: the reference seeds; tables that the rows name and that are not there are noted there.

    """
    seed = reference.seeds["table_rows"]
    places: dict[Key, int] = {}
    parents: dict[Key, Key] = {}
    for number, row in seed.rows:
        places.setdefault((row["document_id"], row["table_no"], row["source_line"]), number)
    sums = {(row["document_id"], row["table_no"], row["parent_line"]) for _, row in seed.rows}
    for number, row in seed.rows:
        table = (row["document_id"], row["table_no"])
        own: Key = (*table, row["source_line"])
        above: Key = (*table, row["parent_line"])
        has_parent = row["parent_line"] != ""
        wrong = [
            (has_parent and above == own, "parent_line", "is the row itself; name the row that it adds into"),
            (
                has_parent and above not in places,
                "parent_line",
                "is no row of the table here; name the row that it adds into, or nothing",
            ),
            (
                has_parent and row["role"] in ("total", "memo"),
                "parent_line",
                f"stands with role {row['role']}, which adds into none; leave it empty or write another role",
            ),
            (
                not has_parent and row["role"] == "of_which",
                "parent_line",
                "is empty with role of_which; name the row that it is part of",
            ),
            (
                row["role"] in ("total", "subtotal") and own not in sums,
                "role",
                "stands at a row into which none adds; name it as parent_line of its rows, or write memo",
            ),
        ]
        for is_wrong, column, hint in wrong:
            if is_wrong:
                yield f"{seed.shown}:{number}: column {column}: {row[column]!r} {hint}"
                break
        reference.note_table(*table, seed.shown, number)
        if places[own] == number and has_parent and above != own:
            parents[own] = above
    for key in circles(parents):
        yield (
            f"{seed.shown}:{places[key]}: column parent_line: the row adds into itself by way of others; break the"
            " circle"
        )


def column_errors(reference: Reference) -> Iterator[str]:
    """Yield what is wrong of the tree in seeds/reference/table_columns.csv, whose columns may be left out.

    Args:
        reference: the reference seeds.

    """
    seed = reference.seeds["table_columns"]
    places = {(row["document_id"], row["table_no"], row["column_no"]): number for number, row in seed.rows}
    parents: dict[Key, Key] = {}
    for number, row in seed.rows:
        table = (row["document_id"], row["table_no"])
        own: Key = (*table, row["column_no"])
        for column, what in (("parent_column", "adds into"), ("base_column", "is a share of")):
            other = row.get(column, "")
            if other == "":
                continue
            if (*table, other) not in places:
                yield (
                    f"{seed.shown}:{number}: column {column}: {other!r} is no column of the table here; name the one"
                    f" that it {what}, or nothing"
                )
            elif other == row["column_no"]:
                yield (
                    f"{seed.shown}:{number}: column {column}: {other!r} is the column itself; name the one that it"
                    f" {what}"
                )
            elif column == "parent_column":
                parents[own] = (*table, other)
        weight, has_parent = row.get("weight", ""), row.get("parent_column", "") != ""
        if has_parent and not weight:
            yield (
                f"{seed.shown}:{number}: column weight: '' is no weight; write 1, or -1 for a column that is subtracted"
            )
        elif weight and not has_parent:
            yield f"{seed.shown}:{number}: column weight: {weight!r} stands without parent_column; write both, or none"
    for key in circles(parents):
        yield (
            f"{seed.shown}:{places[key]}: column parent_column: the column adds into itself by way of others; break the"
            " circle"
        )
