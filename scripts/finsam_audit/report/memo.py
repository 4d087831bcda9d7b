"""The memo of an association: what an auditor files, the same blocks for the page and for the Word file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from finsam_audit import swedish
from finsam_audit.names import LANGUAGES, Names
from finsam_audit.report import wording
from finsam_audit.report.database import CLASSES, Database, Document, Row
from finsam_audit.report.formats import figures, line_in_words, slug, titled
from finsam_audit.report.memo_blocks import Block, Heading, Signatures, Table, Text
from finsam_audit.report.memo_docx import memo_file
from finsam_audit.report.recast import contrary, recast
from finsam_audit.report.schedule import EFFECTS, EXPLAINED, Part, Schedule, schedules
from finsam_audit.report.site import Writer
from finsam_audit.report.stories import Story

SHORT_DIGEST = 12
SUM = 2
SOFT_HYPHEN = "\u00ad"
IDLE = ("not_evaluated", "not_applicable")
HELD = ("exact", "rounding")


@dataclass
class Basis:
    """What the memo of an association is made of.

    Attributes:
        corrections: what the cells that findings decide should say, of all reports.
        stories: which findings belong together.

    """

    association: Row
    about: Row
    documents: list[Document]
    goals: list[Row]
    schedules: list[Schedule]
    corrections: dict[str, Decimal]
    stories: Mapping[str, Story]

    @cached_property
    def findings(self) -> list[tuple[Document, Row]]:
        """The findings in the order of their classes, what is certain first."""
        order = ("certain", "likely", "unknown")
        found = [(document, finding) for document in self.documents for finding in document.findings]
        return sorted(found, key=lambda one: (CLASSES.index(one[1]["class"]), order.index(one[1]["certainty"])))

    @cached_property
    def references(self) -> dict[str, int]:
        """The short number of each finding in the memo."""
        return {finding["finding_key"]: number for number, (_, finding) in enumerate(self.findings, 1)}

    @cached_property
    def tables(self) -> dict[tuple[str, int], str]:
        """The printed heading of each table."""
        return {(t["document_id"], t["table_no"]): t["heading"] for d in self.documents for t in d.tables}


def bases(database: Database, documents: Iterable[Document], stories: Mapping[str, Story]) -> Iterator[Basis]:
    """Yield what the memo of each association is made of.

    Args:
        database: its goals and misstatements.
        documents: those of one association after each other, as the database yields them.
        stories: which findings belong together.

    """
    about = database.rows("select * from marts.about")[0]
    associations = {row["association_id"]: row for row in database.rows("select * from marts.associations")}
    goals: dict[str, list[Row]] = defaultdict(list)
    for goal in database.goals():
        goals[goal["association_id"]].append(goal)
    corrections = database.corrections()
    own: dict[str, list[Schedule]] = defaultdict(list)
    for schedule in schedules(database.misstatements()):
        own[schedule.first["association_id"]].append(schedule)
    for name, group in groupby(documents, key=lambda document: str(document.row["association_id"])):
        yield Basis(associations[name], about, list(group), goals[name], own[name], corrections, stories)


def linked(findings: Sequence[tuple[Document, Row]]) -> dict[int, str]:
    """Return the page of each finding by its row in a table."""
    return {place: f"finding/{slug(finding['finding_key'])}.html" for place, (_, finding) in enumerate(findings)}


def explained(finding: Row) -> bool:
    """Tell whether a person has explained what is printed: it stays, and is no error."""
    return bool(finding["known_as"] == EXPLAINED)


class Memo:
    """Writes the blocks of a memo in one language."""

    def __init__(self, basis: Basis, names: Names, language: str) -> None:
        self.basis = basis
        self.names = names
        self.language = language

    def t(self, name: str) -> str:
        """Return an expression."""
        return wording.text(name, self.language)

    def c(self, code: Any, vocabulary: str | None = None) -> str:
        """Return what a code is called."""
        return self.names.name(code, self.language, vocabulary)

    def blocks(self) -> list[Block]:
        """Return the memo from its title to its signatures."""
        return [
            Heading(self.t("memo"), 1),
            Heading(self.basis.association["name"] or self.basis.association["association_id"]),
            Text(self.t("memo_intro")),
            *self.summary(),
            *self.scope(),
            *self.cast(),
            *self.found(),
            *self.goals(),
            *self.misstatements(),
            *self.known(),
            Heading(self.t("memo_signatures")),
            Signatures([self.t(name) for name in ("memo_conclusion", "schedule_by", "date", "reviewed_by", "date")]),
        ]

    def document(self, row: Row) -> str:
        """Return what a report is called."""
        kind = "plan" if row["document_kind"] == "plan" else "annual_report"
        return f"{self.t(kind)} {row['fiscal_year']}"

    def summary(self) -> Iterable[Block]:
        """Yield what came out of each report: what was tested, what was found, and what it moves."""
        yield Heading(self.t("memo_summary"))
        by_document = {schedule.first["document_id"]: schedule for schedule in self.basis.schedules}
        for d in self.basis.documents:
            tested, whole = d.row["tested_count"], d.row["number_count"]
            said = [
                self.t("memo_tested").format(
                    tested=swedish.number(tested), numbers=swedish.number(whole), share=swedish.percent(tested, whole)
                )
            ]
            counted = [
                (self.c(name, "class"), sum(f["class"] == name and not explained(f) for f in d.findings))
                for name in CLASSES
            ]
            counted.append((self.t("memo_explained").lower(), sum(map(explained, d.findings))))
            found = ", ".join(f"{count} {name}" for name, count in counted if count)
            new = sum(not f["is_acknowledged"] for f in d.findings)
            said.append(self.t("memo_found").format(found=found, new=new) if d.findings else self.t("memo_found_none"))
            if d.row["document_id"] in by_document:
                schedule = by_document[d.row["document_id"]]
                net = {effect: swedish.number(schedule.net[effect] or 0, 0) for effect in EFFECTS}
                named = {effect: self.t(effect).replace(SOFT_HYPHEN, "").lower() for effect in EFFECTS}
                effects = ", ".join(f"{named[effect]} {net[effect]} kr" for effect in EFFECTS)
                said.append(self.t("memo_effects").format(effects=effects))
                said.append(self.levels(schedule.first))
            yield Text(f"{self.document(d.row)}: {' '.join(said)}")

    def levels(self, first: Row) -> str:
        """Return the levels of materiality with what they are a share of."""
        names = ("overall_materiality", "performance_materiality", "clearly_trivial_level")
        said = [f"{self.t(name)} {swedish.number(first[name], 0)} kr" for name in names]
        if first["overall_materiality"] is not None:
            basis = (first[f"basis_{self.language}"] or first["materiality_basis"]).lower()
            share = self.t("basis_of").format(percent=swedish.number(first["materiality_percent"]), basis=basis)
            said[0] += f" ({share})"
        return ", ".join(said) + "."

    def scope(self) -> Iterable[Block]:
        """Yield which reports were read, and from what."""
        about = self.basis.about
        yield Heading(self.t("memo_scope"))
        rows = [
            (
                self.document(d.row),
                d.row["source_file"] or swedish.NONE,
                swedish.number(d.row["number_count"]),
                (d.row["sha256"] or swedish.NONE)[:16],
            )
            for d in self.basis.documents
        ]
        heads = [self.t(name) for name in ("document", "source_file", "numbers", "hash")]
        yield Table(heads, rows, (3, 4, 1, 3), frozenset({2}))
        of = [
            f"{self.t('fingerprint')}: {(about['input_digest'] or swedish.NONE)[:SHORT_DIGEST]}",
            f"{self.t('newest_input')}: {(about['inputs_committed_at'] or swedish.NONE)[:10]}",
            f"commit {(about['commit_id'] or swedish.NONE)[:SHORT_DIGEST]}",
            f"Finsam Audit {about['version'] or ''}".strip(),
        ]
        yield Text(". ".join(of) + ".")

    def cast(self) -> Iterable[Block]:
        """Yield what was cast, and what was not and why."""
        yield Heading(self.t("memo_cast"))
        rows = []
        for d in self.basis.documents:
            states = [relation["state"] for relation in d.results]
            idle = sum(state in IDLE for state in states)
            held, wrong = sum(state in HELD for state in states), states.count("deviation")
            counts = (held, wrong, len(states) - idle - held - wrong, idle)
            tested, whole = d.row["tested_count"], d.row["number_count"]
            share = f"{swedish.number(tested)} ({swedish.percent(tested, whole)})"
            rows.append((self.document(d.row), swedish.number(whole), share, *map(swedish.number, counts)))
        heads = ("document", "numbers", "coverage", "holds", "deviates", "review", "idle")
        yield Text(self.t("memo_cast_intro"))
        yield Table([self.t(h) for h in heads], rows, (3, 1, 2, 1, 1, 1, 1), frozenset(range(1, 7)))
        reasons = sorted({n["reason"] for d in self.basis.documents for n in d.numbers if n["is_covered"] is False})
        if not reasons:
            return
        yield Heading(self.t("untested_numbers"), 3)
        counted = [
            [sum(n["is_covered"] is False and n["reason"] == reason for n in d.numbers) for d in self.basis.documents]
            for reason in reasons
        ]
        yield Table(
            [self.t("reason"), *(self.document(d.row) for d in self.basis.documents)],
            [
                (self.c(reason, "reason"), *map(swedish.number, counts))
                for reason, counts in zip(reasons, counted, strict=True)
            ],
            (5, *(2 for _ in self.basis.documents)),
            frozenset(range(1, len(self.basis.documents) + 1)),
        )

    def place(self, finding: Row) -> str:
        """Return where a finding stands as a reader finds it: its table as printed, then its line."""
        heading = self.basis.tables.get((finding["document_id"], finding["table_no"]))
        parts = [heading or self.c(finding["statement"], "statement")]
        if finding["source_line"]:
            parts.append(line_in_words(finding["source_line"], self.language, finding["column_no"]))
        return ", ".join(parts)

    def amount(self, value: Any, unit: str | None) -> str:
        """Return an amount with its unit; nothing that cannot be measured has one."""
        if value is None or unit in (None, "days", "factor", "relations"):
            return swedish.NONE
        return f"{swedish.number(value)} {self.names.own('figure_unit', unit, self.language)}".strip()

    def why(self, document: Document, finding: Row) -> str:
        """Return the relation that a finding rests on in numbers, its likely cause and how certain that is."""
        told = self.relation(document, finding)
        if finding["cause"] == "unknown":
            cause = self.t("cause_open")
        else:
            sure = (
                self.t("possible") if finding["certainty"] == "unknown" else self.c(finding["certainty"], "certainty")
            )
            cause = f"{self.c(finding['cause'], 'cause')} ({sure})."
        return f"{told} {cause[:1].upper()}{cause[1:]}".strip()

    def relation(self, document: Document, finding: Row) -> str:
        """Return the relation that says most of a finding: the one that its message tells.

        What is missing is told as it should be: as printed there is nothing to say.
        """
        evidence = [r for r in document.evidence[finding["finding_key"]] if r["evidence_role"] != "bears_out"]
        told = []
        for relation in evidence:
            terms = document.terms.get(relation["relation_id"], [])
            cast = recast(relation, terms, {})
            # of a number that is missing its print says nothing: a sum of several before another print
            is_tie = sum(term["role"] not in ("total", "absent") for term in terms) < SUM
            is_bare = finding["class"] == "missing" and is_tie
            order = (is_bare, not relation["is_told"], relation["cell"] != finding["cell"], relation["relation_id"])
            if cast:
                missing = relation["suggested_formula"] if finding["class"] == "missing" else None
                told.append((order, figures(missing or cast.formula)))
            elif relation["formula"]:
                # what a table lacks is told as it should be
                lacks = finding["class"] == "missing"
                told.append((order, figures(relation["formula"] if lacks else contrary(relation))))
        return f"{min(told)[1]}." if told else ""

    def together(self, finding: Row) -> str:
        """Return the numbers of the findings that belong together with one."""
        story = self.basis.stories.get(finding["finding_key"])
        if not story:
            return ""
        others = sorted(self.basis.references[one.finding["finding_key"]] for one in story.related)
        return f"{self.t('related')} {self.t('reference').lower()} {', '.join(map(str, others))}."

    def stories(self) -> Iterable[Block]:
        """Yield what findings of one cause share, each cause once."""
        told = {tuple(story.keys): story for key in self.basis.references if (story := self.basis.stories.get(key))}
        if not told:
            return
        yield Heading(self.t("memo_stories"), 3)
        for keys, story in told.items():
            numbers = ", ".join(str(number) for number in sorted(self.basis.references[key] for key in keys))
            said = [self.t("memo_story").format(numbers=numbers)]
            said += [
                self.t("related_number").format(
                    label=number["label"],
                    place=line_in_words(number["source_line"], self.language, number["column_no"]),
                    implied=swedish.number(number["implied_amount"]),
                    printed=swedish.number(number["printed_amount"]),
                )
                for number in story.numbers
            ]
            yield Text(" ".join(said))

    def named(self, document: Document, finding: Row) -> tuple[str, str]:
        """Return the number of a finding in the memo, and what it is about and where."""
        label = titled(finding["label"] or self.c(finding["line_item"]), finding["fiscal_year"])
        where = f"{label}. {self.document(document.row)}: {self.place(finding)}"
        return str(self.basis.references[finding["finding_key"]]), where

    def found(self) -> Iterable[Block]:
        """Yield the findings by class, what is certain first."""
        yield Heading(self.t("findings"))
        if not self.basis.findings:
            yield Text(self.t("none_here"))
        for name in CLASSES:
            own = [one for one in self.basis.findings if one[1]["class"] == name and not explained(one[1])]
            if not own:
                continue
            yield Heading(f"{self.c(name, 'class').capitalize()} ({len(own)})", 3)
            rows = []
            for document, f in own:
                other = self.amount(f["suggested_amount"], f["unit"])
                printed = f["printed"] if f["cause"] == "date" else self.amount(f["printed_amount"], f["unit"])
                if f["certainty"] == "unknown" and name in ("error", "missing"):
                    other = self.t("undecided")
                rows.append(
                    (
                        *self.named(document, f),
                        printed or swedish.NONE,
                        other,
                        f"{self.why(document, f)} {self.together(f)}".strip(),
                        self.t("known_state" if f["is_acknowledged"] else "new_state"),
                    )
                )
            shown = "outcome_computed" if name == "goal" else "printed"
            heads = ("reference", "label", shown, wording.HELD_AGAINST.get(name, "should_say"), "reason", "state")
            yield Table(
                [self.t(h) for h in heads], rows, (0.8, 4, 2.1, 2.1, 4.6, 1.3), frozenset({2, 3}), links=linked(own)
            )
        yield from self.explained()
        yield from self.stories()

    def explained(self) -> Iterable[Block]:
        """Yield the prints that a person has explained, with the explanation: none of them is an error."""
        own = [one for one in self.basis.findings if explained(one[1])]
        if not own:
            return
        yield Heading(f"{self.t('memo_explained')} ({len(own)})", 3)
        rows = []
        for document, f in own:
            rows.append(
                (
                    *self.named(document, f),
                    self.amount(f["printed_amount"], f["unit"]),
                    self.amount(f["suggested_amount"], f["unit"]),
                    figures(f["known_because" if self.language == "sv" else "known_in_english"]),
                )
            )
        heads = ("reference", "label", "printed", "compared_with", "reason")
        yield Table([self.t(h) for h in heads], rows, (0.8, 4, 2, 2, 6), frozenset({2, 3}), links=linked(own))

    def goals(self) -> Iterable[Block]:
        """Yield the goals with threshold, outcome and verdict."""
        if not self.basis.goals:
            return
        yield Heading(self.t("goals"))
        rows = [
            (
                goal["name_sv" if self.language == "sv" else "name_en"] or "",
                self.threshold(goal),
                self.measured(goal["computed_value"], goal),
                self.measured(goal["printed_outcome"], goal),
                self.t("not_verifiable") if goal["is_met"] is None else self.t("yes" if goal["is_met"] else "no"),
                goal["printed_verdict"] or swedish.NONE,
                swedish.NONE if goal["verdict_agrees"] is None else self.t("yes" if goal["verdict_agrees"] else "no"),
            )
            for goal in self.basis.goals
        ]
        heads = ("goal", "threshold", "outcome_computed", "outcome_printed", "met", "verdict", "verdict_agrees")
        yield Table([self.t(h) for h in heads], rows, (4, 2, 2, 2, 1.5, 2.2, 2), frozenset({1, 2, 3}))

    def measured(self, value: Decimal | None, goal: Row) -> str:
        """Return a figure of a goal with its unit."""
        if value is None:
            return swedish.NONE
        return f"{swedish.number(value)} {self.names.own('figure_unit', goal['counted_in'], self.language)}".strip()

    def threshold(self, goal: Row) -> str:
        """Return what a goal asks for."""
        if goal["threshold"] is None:
            return swedish.NONE
        if goal["threshold_to"] is not None:
            return f"{swedish.number(goal['threshold'])}–{self.measured(goal['threshold_to'], goal)}"
        return f"{goal['limit_sign']}{self.measured(goal['threshold'], goal)}"

    def misstatements(self) -> Iterable[Block]:
        """Yield the schedule of each report, with what is left to fill in."""
        if not self.basis.schedules:
            return
        yield Heading(self.t("misstatements"))
        yield Text(self.t("memo_schedule_intro"))
        for schedule in self.basis.schedules:
            first = schedule.first
            kind = {**first, "fiscal_year": first["document_year"]}
            yield Heading(self.document(kind), 3)
            yield Text(self.levels(first))
            rows: list[Sequence[str]] = []
            groups = set()
            net = [swedish.number(schedule.net[effect], 0) for effect in EFFECTS]
            for part in schedule.own:
                groups.add(len(rows))
                rows += self.schedule_rows(part)
            total = len(rows)
            rows.append(("", self.t("net_of_year"), "", *net, "", ""))
            for part in [*([schedule.trivial] if schedule.trivial else []), *schedule.others]:
                groups.add(len(rows))
                rows += self.schedule_rows(part)
            heads = ("reference", "label", "amount", *EFFECTS, "corrected_by_association", "signed")
            yield Table(
                [self.t(h) for h in heads],
                rows,
                (0.9, 4, 1.9, 1.5, 1.5, 1.9, 1.5, 2, 2),
                frozenset(range(2, 7)),
                frozenset({total}),
                frozenset(groups),
            )

    def schedule_rows(self, part: Part) -> Iterable[Sequence[str]]:
        """Yield a part of a schedule: its heading, then its misstatements."""
        level = f" ({self.t('largest_amount')}: {self.c(part.level, 'materiality')})" if part.level else ""
        yield (f"{self.t(part.name)}{level}",)
        answer = f"☐ {self.t('yes')}  ☐ {self.t('no')}"
        for row in part.rows:
            label = titled(row["label"] or self.c(row["statement"], "statement"), row["fiscal_year"])
            amount = swedish.number(row["amount"], 0) if row["unit"] == "kr" else swedish.NONE
            if row["class"] == "missing" and row["amount"] is None:
                amount = self.c("missing", "class")
            effects = [swedish.number(row[effect], 0) for effect in EFFECTS]
            yield (str(self.basis.references[row["finding_key"]]), label, amount, *effects, answer, "")

    def known(self) -> Iterable[Block]:
        """Yield why findings are known; what is explained is told above."""
        own = [f for _, f in self.basis.findings if f["is_acknowledged"] and not explained(f)]
        if not own:
            return
        yield Heading(self.t("memo_known"))
        yield Table(
            [self.t(name) for name in ("reference", "kind", "reason")],
            [
                (
                    str(self.basis.references[f["finding_key"]]),
                    self.c(f["known_as"], "acknowledgement").capitalize(),
                    figures(f["known_because" if self.language == "sv" else "known_in_english"]),
                )
                for f in own
            ],
            (0.8, 2, 9),
        )


def memo_files(writer: Writer, basis: Basis) -> list[str]:
    """Write the memo of an association as a page and a Word file, in both languages.

    Returns:
        the names of the Word files in the folder.

    """
    association_id = basis.association["association_id"]
    name = slug(association_id)
    made = {language: Memo(basis, writer.names, language).blocks() for language in LANGUAGES}
    writer.page(
        memo_path(association_id),
        "memo.html",
        name=basis.association["name"],
        blocks=lambda language: made[language],
        file=f"{name}.docx",
    )
    files = []
    for language, blocks in made.items():
        title = f"{wording.text('memo', language)}, {basis.association['name'] or name}"
        files.append(f"{'' if language == LANGUAGES[0] else 'en/'}memo/{name}.docx")
        writer.folder.write(files[-1], memo_file(blocks, title, language))
    return files


def memo_path(association_id: str) -> str:
    """Return the address of an association's memo."""
    return f"memo/{slug(association_id)}.html"
