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

from finsam_audit.expectations.evaluated import answer
from finsam_audit.expectations.findings_query import compile_findings
from finsam_audit.expectations.goals import compile_goals
from finsam_audit.expectations.query import Asked
from finsam_audit.expectations.tables import AskedOfTables
from finsam_audit.rules.language import Sentence, read_sentence

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


class ExpectRelationToHold(AccountExpectation):
    """A total agrees with one of its accepted definitions, within the rounding of what is printed.

    Attributes:
        holds: the sentence of the rule.
        otherwise: the other accepted definitions.
        statement: the statement that the total is of when the sentence names none.
        needs_every_definition: a difference proves nothing while a definition lacks its items,
        unproven_up_to: unless it is larger than this share of the largest figure.

    """

    holds: str
    otherwise: list[str] | None = None
    statement: str | None = None
    needs_every_definition: bool = False
    unproven_up_to: float | None = None

    def sentence(self) -> Sentence:
        """Return what the sentence means."""
        return read_sentence(self.holds, self.otherwise or (), self.statement, self.rule_id)

    def asked(self) -> Asked:
        """Return the rule, to be evaluated with others."""
        return Asked(self.rule_id, self.sentence(), self.needs_every_definition, self.unproven_up_to)

    def query(self) -> str:
        """Return the query of the rows of the rule, once it is evaluated."""
        return answer(self.asked())


class ExpectTableToAdd(AccountExpectation):
    """What every table says by its own layout, whatever it is about.

    Attributes:
        holds: a sentence of tables, `row = rows_that_add_into_it`.

    """

    holds: str

    def asked(self) -> AskedOfTables:
        """Return the rule, to be evaluated with others."""
        return AskedOfTables(self.rule_id, self.holds)

    def query(self) -> str:
        """Return the query of the rows of the rule, once it is evaluated."""
        return answer(self.asked())


class ExpectRatioGoal(AccountExpectation):
    """A goal against its threshold, the board's verdict on it, or its published outcome.

    Attributes:
        asks: `goal_is_met`, `verdict_agrees` or `outcome_is_computed`.

    """

    asks: str

    def query(self) -> str:
        """Return the query of the goals."""
        return compile_goals(self.asks, self.rule_id)


class ExpectCheckedOnce(AccountExpectation):
    """Dates, sections, units and signs, which have one evaluator: their results are shown beside the others.

    Attributes:
        checks: what is checked.

    """

    checks: str

    def query(self) -> str:
        """Return the query of the results."""
        return compile_findings([self.rule_id])


# what a rule asks -> the expectation that asks it, and under which name
EXPECTED: dict[str, tuple[type[AccountExpectation], str]] = {
    "holds": (ExpectRelationToHold, "holds"),
    "table": (ExpectTableToAdd, "holds"),
    "goal": (ExpectRatioGoal, "asks"),
    "checked": (ExpectCheckedOnce, "checks"),
}
