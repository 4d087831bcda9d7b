"""Which pages there are and what each shows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markupsafe import Markup

from finsam_audit.report import plots, wording
from finsam_audit.report.associations import association_pages
from finsam_audit.report.changes import changes_page, since
from finsam_audit.report.corrected import corrected_page
from finsam_audit.report.database import CLASSES, Database, Document, Row
from finsam_audit.report.evidence import finding_pages
from finsam_audit.report.formats import slug
from finsam_audit.report.layout import tables_of
from finsam_audit.report.memo import bases, memo_files
from finsam_audit.report.schedule import EFFECTS, schedules
from finsam_audit.report.site import Writer
from finsam_audit.report.stories import Story
from finsam_audit.report.suites import Results, suite_pages

PROGRAMS = ("finsam-audit", "dbt-core", "dbt-duckdb", "duckdb", "jinja2", "matplotlib", "xlsxwriter")
MOST_SERIES = 8
FIRST_PAGES = 12
SAID = ("equity_share", "solidity", "cost", "outcome")
Names = dict[str, dict[str, tuple[str, str]]]
Front = Callable[[Writer], None]


def page_count(database: Database, results: Results | None) -> int:
    """Return how many pages a report has, each counted once for both languages."""
    rows = database.rows(
        "select 2 * (select count(*) from marts.documents) + (select count(*) from marts.findings)"
        " + (select count(*) from marts.rules)"
        " + 2 * (select count(distinct association_id) from marts.documents) as pages"
    )
    return int(rows[0]["pages"]) + FIRST_PAGES + (len(results.suites) if results else 0)


def sparkline(values: list[Any]) -> str:
    """Return the points of a line 100 wide and 24 high through values in order; empty for fewer than two."""
    numbers = [float(value) for value in values if value is not None]
    if len(numbers) < 2:
        return ""
    low, high = min(*numbers, 0.0), max(*numbers, 0.0)
    span = (high - low) or 1.0
    step = 96 / (len(numbers) - 1)
    return " ".join(
        f"{2 + place * step:.1f},{22 - 20 * (value - low) / span:.1f}" for place, value in enumerate(numbers)
    )


def overview(writer: Writer, database: Database, figures: list[Row]) -> None:
    """Write the front page: every association and report with what is open, known, met and tested."""
    by_association: dict[str, list[Row]] = defaultdict(list)
    for figure in figures:
        by_association[figure["association_id"]].append(figure)
    documents = database.document_list()
    for document in documents:
        own = by_association[document["association_id"]]
        of_year = [figure for figure in own if figure["fiscal_year"] == document["fiscal_year"]]
        document["figure"] = of_year[0] if of_year else None
        document["trend"] = sparkline([figure["net_result"] for figure in own])
        document["trend_years"] = [figure for figure in own if figure["net_result"] is not None]
    totals = {
        name: sum(document[name] for document in documents)
        for name in ("number_count", "tested_count", "open_count", "acknowledged_count", "met_count", "judged_count")
    }
    writer.page("index.html", "overview.html", documents=documents, totals=totals)


def document_page(writer: Writer, document: Document) -> None:
    """Write the page that looks like the report."""
    tables = tables_of(document)
    writer.page(
        f"document/{slug(document.row['document_id'])}.html",
        "document.html",
        document=document,
        tables=tables,
        known_cells={number["cell"] for number in document.numbers},
    )


def finding_list(writer: Writer, database: Database, stories: Mapping[str, Story]) -> None:
    """Write the list of findings with what it can be filtered by."""
    findings = database.findings()
    choices = {
        name: sorted({finding[name] for finding in findings if finding[name]})
        for name in ("document_id", "class", "severity", "cause", "certainty")
    }
    writer.page("findings.html", "findings.html", findings=findings, choices=choices, classes=CLASSES, stories=stories)


def misstatement_page(writer: Writer, database: Database) -> None:
    """Write the schedule of misstatements, a table per report."""
    writer.page(
        "misstatements.html",
        "misstatements.html",
        schedules=schedules(database.misstatements()),
        effect_names=EFFECTS,
    )


def comparison_page(writer: Writer, database: Database, figures: list[Row]) -> None:
    """Write comparisons over associations and years, with plots and the figures behind them."""
    income: dict[str, Any] = defaultdict(int)
    names: dict[str, str] = {}
    for figure in figures:
        names[figure["association_id"]] = figure["association_name"] or figure["association_id"]
        income[figure["association_id"]] = max(income[figure["association_id"]], figure["operating_income"] or 0)
    chosen = sorted(sorted(names, key=lambda name: (-income[name], name))[:MOST_SERIES], key=lambda name: names[name])
    activities = database.activity_costs()

    def series(column: str) -> dict[str, list[tuple[int, Any]]]:
        return {
            names[name]: [(f["fiscal_year"], f[column]) for f in figures if f["association_id"] == name]
            for name in chosen
            if any(f[column] is not None for f in figures if f["association_id"] == name)
        }

    def drawn(language: str) -> list[dict[str, Any]]:
        said = {
            name: wording.text(name, language).split(",")[0] for name in ("equity_share", "solidity", "cost", "outcome")
        }
        thousand = wording.text("thousand", language)
        budget = wording.text("budget", language).split(",")[0]
        latest: dict[str, Row] = {}
        for figure in figures:
            if figure["equity_share"] is not None and figure["association_id"] in chosen:
                latest[figure["association_id"]] = figure
        goals = {figure["equity_goal"] for figure in latest.values() if figure["equity_goal"] is not None}
        made = []
        if latest:
            labels = [f"{names[name]} {figure['fiscal_year']}" for name, figure in latest.items()]
            shares = {said["equity_share"]: [figure["equity_share"] for figure in latest.values()]}
            goal = max(goals) if len(goals) == 1 else None
            made.append(
                {
                    "id": "equity",
                    "title": said["equity_share"],
                    "goal": goal,
                    "svg": Markup(plots.bars(f"equity-{language}", labels, shares, "%", goal)),
                }
            )
        for column, unit, scale in (("solidity", "%", 1), ("net_result", thousand, 1000)):
            found = series(column)
            if found:
                title = said["solidity"] if column == "solidity" else wording.text("trend", language)
                made.append(
                    {
                        "id": column,
                        "title": title,
                        "goal": None,
                        "svg": Markup(plots.lines(f"{column}-{language}", found, unit, scale=scale)),
                    }
                )
        # of each the year told of last: the table below has them all
        last = {a["association_id"]: a["document_id"] for a in sorted(activities, key=lambda a: a["fiscal_year"])}
        by_document: dict[str, list[Row]] = defaultdict(list)
        for activity in activities:
            if activity["association_id"] in chosen and activity["document_id"] == last[activity["association_id"]]:
                by_document[activity["document_id"]].append(activity)
        for document_id, rows in by_document.items():
            top = rows[:12]
            labels = [row["activity"] for row in top]
            whose = f"{rows[0]['association_name'] or document_id} {rows[0]['fiscal_year']}"
            drawings = [
                ("cost", wording.text("cost_by_activity", language), {said["cost"]: [row["cost"] for row in top]})
            ]
            if any(row["budget"] is not None for row in top):
                groups = {said["outcome"]: [row["outcome"] for row in top], budget: [row["budget"] for row in top]}
                drawings.append(("budget", wording.text("budget_against_outcome", language), groups))
            for kind, head, bars in drawings:
                drawing = plots.bars(f"{kind}-{document_id}-{language}", labels, bars, thousand, scale=1000)
                made.append(
                    {
                        "id": slug(f"{kind}-{document_id}"),
                        "title": f"{head}: {whose}",
                        "goal": None,
                        "svg": Markup(drawing),
                    }
                )
        return made

    writer.page(
        "comparisons.html",
        "comparisons.html",
        plots=drawn,
        figures=figures,
        activities=activities,
        is_part=len(names) > MOST_SERIES,
    )


def rule_pages(writer: Writer, database: Database, rules: list[Row], suites: dict[str, Row]) -> None:
    """Write the list of rules and a page per rule: what it says, its law, its terms, how to fix, what it found."""
    terms: dict[str, list[Row]] = defaultdict(list)
    for term in database.rows("select * from marts.rule_terms order by rule_id, definition, term_no, line_item"):
        terms[term["rule_id"]].append(term)
    deviating: dict[str, list[Row]] = defaultdict(list)
    for result in database.rows("select * from marts.check_results where state = 'deviation' order by relation_id"):
        deviating[result["rule_id"]].append(result)
    slips = {slip["cause"]: slip for slip in database.rows("select * from marts.causes order by cause")}
    writer.page("rules.html", "rules.html", rules=rules)
    names = database.names()
    # a line of running text or of a table read elsewhere has the name that it has in its statement
    anywhere = {item: name for named in names.values() for item, name in named.items()}
    for rule in rules:
        writer.page(
            f"rule/{slug(rule['rule_id'])}.html",
            "rule.html",
            rule=rule,
            terms=terms[rule["rule_id"]],
            deviating=deviating[rule["rule_id"]],
            slip=slips.get(rule["cause"]),
            suite=suites.get(rule["rule_id"]),
            names=names,
            anywhere=anywhere,
        )


def provenance(database: Database) -> dict[str, Any]:
    """Return what the report is made of: sources with hashes, tables with row counts and digests, programs."""
    tables = []
    listed = database.rows(
        "select table_name as name from information_schema.tables where table_schema = 'marts' order by 1"
    )
    for table in listed:
        found = database.rows(
            f"select count(*) as n, bit_xor(md5_number(cast(x as varchar))) as digest from marts.{table['name']} as x"
        )[0]
        name = f"marts.{table['name']}"
        tables.append({"name": name, "rows": found["n"], "digest": f"{found['digest'] or 0:032x}"})
    documents = database.rows("select * from marts.documents order by document_id")
    programs = [{"name": name, "version": version(name)} for name in PROGRAMS]
    return {
        "documents": documents,
        "tables": tables,
        "programs": programs,
        "about": database.rows("select * from marts.about")[0],
    }


def write_pages(
    writer: Writer,
    database: Database,
    made_of: dict[str, Any],
    results: Results | None,
    front: Front | None = None,
    before: Path | None = None,
) -> None:
    """Write every page; documents come a batch at a time.

    Args:
        writer: writes a page in both languages.
        database: what they show.
        made_of: what the report is made of.
        results: what the suites came to, None where they did not run.
        front: writes the front page; the overview of all reports where left out, which leads to what is new.
        before: the database that was published before; none where there is none.

    """
    figures = database.figures()
    rules = database.rules()
    by_rule = {rule["rule_id"]: rule for rule in rules}
    if front:
        front(writer)
    else:
        overview(writer, database, figures)
        changes_page(writer, since(before, database) if before else None)
    stories = database.stories()
    finding_list(writer, database, stories)
    writer.page("goals.html", "goals.html", goals=database.goals())
    misstatement_page(writer, database)
    comparison_page(writer, database, figures)
    association_pages(writer, database, figures)
    rule_pages(writer, database, rules, results.suite_of if results else {})
    documents = database.document_list()
    if writer.has_suites:
        suite_pages(writer, results, by_rule, {document["document_id"]: document for document in documents})
    numbers, relations = database.untested()
    reasons: Counter[str] = Counter()
    for number in numbers:
        reasons[number["reason"]] += number["number_count"]
    writer.page(
        "untested.html",
        "untested.html",
        documents=documents,
        names={document["document_id"]: document for document in documents},
        numbers=numbers,
        relations=relations,
        reasons=sorted(reasons.items()),
        rules=by_rule,
    )
    writer.page("provenance.html", "provenance.html", **made_of)
    writer.page("legend.html", "legend.html")
    for basis in bases(database, database.documents(), stories):
        for document in basis.documents:
            document_page(writer, document)
            corrected_page(writer, document, basis.corrections)
            finding_pages(writer, document, by_rule, stories)
        memo_files(writer, basis)
