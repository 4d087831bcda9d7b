"""The project's own expectation classes: each one query, each row with its verdict."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from great_expectations.compatibility.sqlalchemy import sqlalchemy as sa
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine import ExecutionEngine, SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import MetricProvider, metric_value
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

from finsam_audit.expectations.findings_query import compile_findings
from finsam_audit.expectations.goals import ASKS, compile_goals
from finsam_audit.expectations.notation import read_rule
from finsam_audit.expectations.query import compile_rule
from finsam_audit.expectations.tables import compile_tables
from finsam_audit.project.errors import UserError

ROWS = "finsam.evaluated_rows"
Json = dict[str, Any]


class EvaluatedRows(MetricProvider):
    """The rows of one query, as dictionaries."""

    metric_name = ROWS
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id", "table")
    value_keys: ClassVar[tuple[str, ...]] = ("query",)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: Json,
        metric_value_kwargs: Json,
        metrics: Mapping[str, Any],
        runtime_configuration: Json,
    ) -> list[Json]:
        result = execution_engine.execute_query(sa.text(metric_value_kwargs["query"]))
        return [dict(row) for row in result.mappings()]


class AccountExpectation(BatchExpectation):
    """What the accounts must satisfy, as one query over the marts."""

    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    domain_type: ClassVar[MetricDomainTypes] = MetricDomainTypes.TABLE

    def query(self) -> str:
        """Return the query whose rows are the evaluations.

        Raises:
            NotImplementedError: the class is abstract; every expectation of a suite overrides this.

        """
        raise NotImplementedError(f"{type(self).__name__} has no query of its own")

    @property
    def rule_id(self) -> str:
        """Return the id of the rule in the catalogue."""
        return str((self.meta or {}).get("rule", ""))

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine | None = None,
        runtime_configuration: Json | None = None,
    ) -> ValidationDependencies:
        """Return the one metric that the expectation needs."""
        dependencies = super().get_validation_dependencies(execution_engine, runtime_configuration)
        dependencies.set_metric_configuration(
            ROWS,
            MetricConfiguration(ROWS, metric_domain_kwargs={}, metric_value_kwargs={"query": self.query()}),
        )
        return dependencies

    def _validate(
        self,
        metrics: Mapping[str, Any],
        runtime_configuration: Json | None = None,
        execution_engine: ExecutionEngine | None = None,
    ) -> Json:
        rows = [readable(row) for row in metrics[ROWS]]
        verified = [row for row in rows if row["verdict"] != "not_verifiable"]
        deviating = [row for row in rows if row["verdict"] == "deviates"]
        return {
            "success": not deviating,
            "result": {
                "observed_value": f"{len(deviating)} of {len(verified)} deviate",
                "element_count": len(rows),
                "verified_count": len(verified),
                "not_verifiable_count": len(rows) - len(verified),
                "unexpected_count": len(deviating),
                "details": {"rows": rows},
            },
        }


def readable(row: Json) -> Json:
    """Return a row with numbers as exact text and its terms unpacked."""
    plain = {key: value if isinstance(value, str | bool | int | None) else str(value) for key, value in row.items()}
    return {**plain, "terms": json.loads(row["terms"])}


class RuleExpectation(AccountExpectation):
    """A total that must agree with a definition of it; `or` holds the other accepted definitions."""

    kind: ClassVar[str]

    statement: str
    total: str
    measure: str | None = None
    of_rows: str | None = None
    paid_by: str | None = None
    terms: list[Any] | None = None
    equals: Any = None
    numerator: Any = None
    denominator: Any = None
    at_most: Any = None
    at_least: Any = None
    may_be_absent: list[str] | None = None
    must_be_there: list[str] | None = None
    needs_every_definition: bool | None = None
    unproven_up_to: float | None = None
    otherwise: list[dict[str, Any]] | None = None

    def query(self) -> str:
        """Return the query of the rule."""
        return compile_rule(read_rule(self.rule_id, self.kind, self.entry()))

    def entry(self) -> Json:
        """Return the rule as its suite writes it."""
        names: tuple[str, ...] = (
            "statement",
            "total",
            "measure",
            "of_rows",
            "paid_by",
            "terms",
            "equals",
            "numerator",
            "denominator",
        )
        names += ("at_most", "at_least", "may_be_absent", "must_be_there", "needs_every_definition", "unproven_up_to")
        entry = {key: getattr(self, key) for key in names}
        return {**{key: value for key, value in entry.items() if value is not None}, "or": self.otherwise}


class ExpectSignedSum(RuleExpectation):
    """The total is the signed sum of its terms, within the rounding of what is printed."""

    kind = "sum"


class ExpectRollForward(RuleExpectation):
    """The closing amount is the opening amount and what happened in between."""

    kind = "sum"


class ExpectShareByLaw(RuleExpectation):
    """A party pays the share of the contributions that the law starts from."""

    kind = "sum"


class ExpectTie(RuleExpectation):
    """The same amount stands in two places."""

    kind = "tie"


class ExpectContinuity(RuleExpectation):
    """What opens a year, or is compared with, is what the year before closed with, also across reports."""

    kind = "tie"


class ExpectPrintedRatio(RuleExpectation):
    """The printed percentage is the numerator over the denominator, within the rounding of what is printed."""

    kind = "ratio"


class ExpectAtMost(RuleExpectation):
    """The amount is at most another (or a constant)."""

    kind = "at_most"


class ExpectAtLeast(RuleExpectation):
    """The amount is at least another (or a constant)."""

    kind = "at_least"


class TableExpectation(AccountExpectation):
    """What every table says by its own layout, whatever it is about."""

    kind: ClassVar[str]


class ExpectTableSum(TableExpectation):
    """A row or column of a table is the signed sum of the rows or columns that add into it.

    Attributes:
        total: `row`, `column` or `deviation_column`.
        terms: of a row `rows_that_add_into_it`, or `details_below_it` where a subtotal lies between; of a column
            `columns_that_add_into_it`; of a deviation `columns_that_it_compares`.

    """

    kind = "sum"

    total: str
    terms: str

    def query(self) -> str:
        """Return the query of the sums."""
        return compile_tables(self.rule_id, self.total, self.terms)


class ExpectTableShare(TableExpectation):
    """A printed share is the amount of its row over the amount of the table's total.

    Attributes:
        total: `share_column`.
        numerator: `same_row`.
        denominator: `total_row`.

    """

    kind = "ratio"

    total: str
    numerator: str
    denominator: str

    def query(self) -> str:
        """Return the query of the shares."""
        return compile_tables(self.rule_id, self.total, self.numerator, self.denominator)


class ExpectRatioGoal(AccountExpectation):
    """A goal against its threshold, the board's verdict on it, or its published outcome.

    Attributes:
        asks: `goal_is_met`, `verdict_agrees` or `outcome_is_computed`.

    """

    asks: str

    def query(self) -> str:
        """Return the query of the goals."""
        if self.asks not in ASKS:
            raise UserError(f"{self.rule_id}: unknown question {self.asks!r}; known are {', '.join(ASKS)}")
        return compile_goals(self.asks, self.rule_id)


class ExpectCheckedOnce(AccountExpectation):
    """Dates, sections, units and signs, which have one evaluator: their results are shown beside the others."""

    def query(self) -> str:
        """Return the query of the results."""
        return compile_findings([self.rule_id])


CLASSES = (
    ExpectSignedSum,
    ExpectRollForward,
    ExpectShareByLaw,
    ExpectTie,
    ExpectContinuity,
    ExpectPrintedRatio,
    ExpectAtMost,
    ExpectAtLeast,
    ExpectTableSum,
    ExpectTableShare,
    ExpectRatioGoal,
    ExpectCheckedOnce,
)
