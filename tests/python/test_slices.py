"""A corpus cast in slices: the same marts as in one piece, whole after a kill, refused in a line, and no dearer."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit.cli import main
from finsam_audit.measure.corpora import Asked, Corpus, write_corpus
from finsam_audit.measure.costs import Costs, Search, as_json, as_table, plot
from finsam_audit.measure.sliced import How, Sliced, cast_corpus, only_scale
from finsam_audit.measure.slices import FIGURES, Figures
from finsam_audit.project.files import is_orphan
from measure_long_tables import cast as cast_long

NUMBERS = 100_000
# the models take about a hundred times the floor: loosely, what grows with the square of the numbers takes far more
MOST_TIMES_FLOOR = 400
# rows of a table, and what four times as many may take: with the square it were sixteen times
LENGTHS = (500, 2_000)
MOST_GROWTH = 7
SLICES = How(slice=1500, processes=2)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "an auditor's"
    write_corpus(folder, Asked(6000))
    return folder


@pytest.fixture(scope="module")
def sliced(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the corpus cast in several slices."""
    target = tmp_path_factory.mktemp("sliced")
    assert len(cast_corpus(ROOT, corpus, target, SLICES).slices) > 2
    return target


def mart(target: Path, name: str) -> str:
    return f"read_parquet('{target}/marts/[0-9]*/{name}.parquet')"


def rows(query: str) -> list[tuple[object, ...]]:
    return duckdb.execute(query).fetchall()


def same(first: str, second: str) -> bool:
    return all(not rows(f"from ({a}) except all from ({b})") for a, b in ((first, second), (second, first)))


def names(folder: Path) -> set[str]:
    return {file.stem for file in folder.glob("*.parquet")}


def test_slices_hold_what_one_piece_holds(corpus: Path, sliced: Path, tmp_path: Path) -> None:
    cast_corpus(ROOT, corpus, tmp_path, How(slice=1_000_000))
    marts = names(tmp_path / "marts" / "00000")
    assert len(marts) > 30 and rows(f"select count(*) > 0 from {mart(sliced, 'findings')}") == [(True,)]
    for name in sorted(marts - {"line_items"}):
        assert same(f"from {mart(sliced, name)}", f"from {mart(tmp_path, name)}"), name
    # the chart of line items counts the numbers of what was read
    counts = "select * exclude (number_count), sum(number_count) as number_count from {} group by all"
    assert same(counts.format(mart(sliced, "line_items")), counts.format(mart(tmp_path, "line_items")))
    assert names(sliced / "reference") == names(tmp_path / "reference") >= {"rules", "names"}
    assert not (sliced / "work").exists()


@pytest.mark.parametrize(("until", "kept"), [("ledger", "coverage_ledger"), ("findings", "findings")])
def test_no_more_is_filled_than_asked(corpus: Path, sliced: Path, tmp_path: Path, until: str, kept: str) -> None:
    figures = cast_corpus(ROOT, corpus, tmp_path, How(until=until)).slices[0]
    assert names(tmp_path / "marts" / "00000") == {kept}
    assert {kept, "edits"} <= set(figures.models) and "relation_terms" not in figures.models
    assert same(f"from {mart(sliced, kept)}", f"from {mart(tmp_path, kept)}")


def test_a_run_that_was_killed_goes_on(
    corpus: Path, sliced: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "cast"
    arguments = ["scale", "--from", str(corpus), "--to", str(target), "--slice", "1500", "--processes", "2"]
    command = [sys.executable, "-c", "import sys; from finsam_audit.cli import run; sys.exit(run())", *arguments]
    process = subprocess.Popen(command, cwd=ROOT)
    until = time.monotonic() + 300
    while not list(target.glob("marts/[0-9]*")) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    # the processes of the one that was killed end with it, and write no more; one may have been about to name its slice
    left = list(target.glob("marts/.*.new"))
    while not all(map(is_orphan, left)) and time.monotonic() < until:
        time.sleep(0.01)
    assert all(map(is_orphan, left))
    done = {folder: (folder / FIGURES).read_bytes() for folder in target.glob("marts/[0-9]*")}
    assert 0 < len(done) < len(list(sliced.glob("marts/[0-9]*")))
    whole = names(sliced / "marts" / "00000")
    assert all(names(folder) == whole for folder in done)
    monkeypatch.chdir(ROOT)
    assert main(arguments) == 0
    assert f"{len(done)} of" in capsys.readouterr().out
    assert all((folder / FIGURES).read_bytes() == content for folder, content in done.items())
    assert same(f"from {mart(sliced, 'coverage_ledger')}", f"from {mart(target, 'coverage_ledger')}")
    assert not list(target.glob("marts/.*"))


def test_another_corpus_or_cut_is_begun_anew(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own"
    shutil.copytree(corpus, own)
    target = tmp_path / "cast"
    how = How(until="findings")
    first = cast_corpus(ROOT, own, target, how).slices[0].cpu
    assert cast_corpus(ROOT, own, target, how).slices[0].cpu == first
    assert "anew" not in capsys.readouterr().out
    os.utime(next((own / "members").glob("*.parquet")), ns=(1, 1))
    assert cast_corpus(ROOT, own, target, how).slices[0].cpu != first
    assert "begun anew" in capsys.readouterr().out
    assert len(cast_corpus(ROOT, own, target, How(slice=3000, until="findings")).slices) > 1
    assert "begun anew" in capsys.readouterr().out


def rewritten(corpus: Path, name: str, query: str) -> None:
    (file,) = (corpus / name).glob("*.parquet")
    former = file.rename(file.with_suffix(".old"))
    with duckdb.connect() as connection:
        connection.read_parquet(str(former)).create_view("former")
        connection.execute(f"copy ({query}) to '{file}'")


def without_column(corpus: Path) -> None:
    rewritten(corpus, "documents", "select * exclude (fiscal_year) from former")


def without_document(corpus: Path) -> None:
    rewritten(corpus, "documents", "select * from former where document_id <> 'g00000_ar_2025'")


def with_a_word(corpus: Path) -> None:
    rewritten(corpus, "line_items", "select * replace ('x' as column_no) from former")


def without_rows(corpus: Path) -> None:
    for folder in corpus.iterdir():
        if folder.is_dir():
            rewritten(corpus, folder.name, "select * from former limit 0")


def damaged(corpus: Path) -> None:
    (file,) = (corpus / "tables").glob("*.parquet")
    file.write_bytes(b"no Parquet")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_column, "documents has no column fiscal_year"),
        (without_document, "has rows of g00000_ar_2025, which is not in documents"),
        (with_a_word, "line_items: "),
        (without_rows, "has no association"),
        (damaged, "tables cannot be read"),
    ],
)
def test_a_corpus_that_cannot_be_cast_is_refused(
    corpus: Path, tmp_path: Path, spoil: Callable[[Path], None], said: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    own = tmp_path / "own"
    shutil.copytree(corpus, own)
    spoil(own)
    monkeypatch.chdir(ROOT)
    assert main(["scale", "--from", str(own)]) == 2
    shown = capsys.readouterr()
    assert said in shown.err and len(shown.err.splitlines()) == 1 and shown.out == ""
    assert not list(tmp_path.glob("own-cast/marts/*"))


def test_marts_of_someone_else_are_left_alone(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "kept.txt").touch()
    monkeypatch.chdir(ROOT)
    assert main(["scale", "--from", str(corpus), "--to", str(tmp_path)]) == 2
    assert "was not written by" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["marts", "kept.txt"]


def test_a_second_run_in_a_folder_is_refused(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dbt_project.yml").touch()
    monkeypatch.chdir(tmp_path)
    arguments = ["scale", "--from", str(corpus), "--to", str(tmp_path / "cast")]
    for held, asked in (("cast", arguments), ("build/scale", ["scale"]), ("build/scale", ["scale", "--corpus"])):
        with only_scale(tmp_path / held):
            assert main(asked) == 2
        shown = capsys.readouterr()
        assert f"is at work in {tmp_path / held}" in shown.err and len(shown.err.splitlines()) == 1 and shown.out == ""
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"dbt_project.yml", ".lock"}


def costs(numbers: int, cpu: float, searches: list[tuple[float, int]]) -> Costs:
    slices = [
        Figures(numbers // 2, cpu / 2, 10.0, 1_000_000_000, {"a": cpu / 4, "b": cpu / 8}, 0.5, 0.25, searches),
        Figures(numbers // 2, cpu / 2, 20.0, 2_000_000_000, {"a": cpu / 4, "b": cpu / 8}, 0.5, 0.25),
    ]
    return Costs.of(Sliced(slices, 1.0, 0.5, 2, 500_000_000, 10**9), Corpus(Asked(numbers), 1, ""))


def test_costs_are_added_up(tmp_path: Path) -> None:
    empty, some = costs(800, 2.0, []), costs(100_000, 22.0, [(0.3, 1), (0.4, 2)])
    assert (some.numbers, some.slices, some.cpu, some.wall) == (100_000, 2, 23.0, 15.0)
    # no process had more than the highest peak
    assert some.memory == 2 * 2_000_000_000 + 500_000_000
    assert some.models == {"a": 11.0, "b": 5.5, "(inputs)": 1.0, "(parquet)": 0.5}
    assert (some.search.groups, some.search.median) == (3, 200.0) and some.search.seconds == pytest.approx(0.7)
    assert (some.above(empty), some.times_floor(empty)) == (20.0, 40.0)
    assert some.times_without_search(empty) == pytest.approx(38.6)
    head, line = as_table(empty, [some])
    assert len(head) == len(line) and {"40", "39", "200.0", "4.5"} <= set(line.split())
    told = json.loads(as_json(empty, [some]))["sizes"][0]
    assert told["times_floor"] == 40 and told["search"]["groups"] == 3 and told["corpus"]["asked"]["numbers"] == 100_000
    plot(empty, [some, empty], tmp_path / "scale.svg")
    assert (tmp_path / "scale.svg").read_text("utf-8").startswith("<?xml")


def test_no_search_has_no_median() -> None:
    assert Search.of([]) == Search(0, 0, None, None)


@pytest.mark.slow
def test_the_models_take_no_more_than_their_share(tmp_path: Path) -> None:
    taken = []
    for numbers in (0, NUMBERS):
        folder = tmp_path / f"corpus_{numbers}"
        write_corpus(folder, Asked(numbers))
        # threads wait on each other where cores are shared: what the processor worked counts, not the time that went by
        taken.append(Costs.of(cast_corpus(ROOT, folder, tmp_path / f"cast_{numbers}", How())))
    empty, some = taken
    assert some.times_floor(empty) < MOST_TIMES_FLOOR, (some.cpu, empty.cpu, some.floor)


@pytest.mark.slow
def test_a_table_takes_what_its_length_does(tmp_path: Path) -> None:
    few, many = (cast_long(tmp_path / str(length), length, has_error=True) for length in LENGTHS)
    grown = {model: seconds - few.models[model] for model, seconds in many.models.items()}
    assert many.cpu / few.cpu < MOST_GROWTH, sorted(grown.items(), key=lambda each: -each[1])[:5]
