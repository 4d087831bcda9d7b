"""Whatever happens to a build, what is published stays whole, nothing is lost, and a line says what to do."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit import cli
from finsam_audit.measure import reliability
from finsam_audit.project.dbt import run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from finsam_audit.project.lock import is_free, only_build
from finsam_audit.project.publish import publish
from programs import lacking
from test_build import asked, built_in

# nobody's number on Linux: files of root are another's to it
NOBODY = 65534
NUMBERS = "select count(*) from marts.numbers"


def published_in(folder: Path) -> dict[str, bytes]:
    """Return what is published in a folder."""
    files = [folder / "published.duckdb", *(folder / "build/marts").glob("*")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def once(tmp_path: Path) -> Path:
    """Return a folder in which one version is published, with what a second would be made of."""
    publish(tmp_path, built_in(tmp_path / "b"), tmp_path / "published.duckdb")
    built_in(tmp_path / "b", 2)
    return tmp_path


def publish_again(folder: Path) -> None:
    publish(folder, folder / "b/built.duckdb", folder / "published.duckdb")


@pytest.fixture
def small() -> Iterator[Path]:
    """Return a folder on a disk of a megabyte."""
    folder = Path(tempfile.mkdtemp())
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        folder.rmdir()
        lacking("a disk of a megabyte cannot be mounted: run the tests as root, with the program mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_leaves_what_was_published(small: Path, tmp_path: Path) -> None:
    publish(small, built_in(tmp_path / "b"), small / "published.duckdb")
    before = published_in(small)
    large = built_in(tmp_path / "b", 2)
    with duckdb.connect(str(large)) as connection:
        connection.execute("create table marts.large as select hash(i) as h from range(400000) as r(i)")
    with pytest.raises(UserError, match=r"^not published: .*; what was published is as it was$") as raised:
        publish(small, large, small / "published.duckdb")
    assert "\n" not in str(raised.value)
    assert published_in(small) == before and asked(small / "published.duckdb", NUMBERS) == [(1,)]
    publish(small, built_in(tmp_path / "b", 3), small / "published.duckdb")
    assert asked(small / "published.duckdb", NUMBERS) == [(3,)]


@pytest.mark.parametrize("name", ["published.duckdb", "marts"])
def test_a_name_that_cannot_be_given_leaves_what_was_published(
    once: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published_in(once)

    def refusing(call: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
        def rename(source: Path, target: Path) -> None:
            if Path(target).name == name and Path(source).name != "marts.old":
                raise OSError(28, "No space left on device", str(target))
            call(source, target)

        return rename

    for call in ("replace", "rename"):
        monkeypatch.setattr("finsam_audit.project.publish.os." + call, refusing(getattr(os, call)))
    with pytest.raises(UserError, match="No space left on device; make room and try again; what was published"):
        publish_again(once)
    assert published_in(once) == before
    monkeypatch.undo()
    publish_again(once)
    assert asked(once / "published.duckdb", NUMBERS) == [(2,)]


def test_files_that_a_killed_build_left_between_two_names_are_not_lost(once: Path) -> None:
    marts = once / "build/marts"
    before = published_in(once)
    marts.rename(once / "build/marts.old")
    with duckdb.connect(str(once / "b/built.duckdb")) as connection:
        connection.execute("drop table marts.about")
    with pytest.raises(UserError):
        publish_again(once)
    assert published_in(once) == before


@pytest.mark.parametrize("name", ["finsam_audit.duckdb", "build/finsam_audit.duckdb"])
def test_a_folder_in_the_place_of_a_database_is_a_line(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "expectations", project / "expectations")
    for variable in ("FINSAM_DB", "FINSAM_BUILD_DB"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(project)
    (project / name).mkdir(parents=True)
    assert cli.main(["build"]) == 2
    assert capsys.readouterr().err == f"finsam: {project / name} is a folder; move it away, a database goes there\n"


@pytest.mark.parametrize("content", [b"no database", b"\0" * 4096, b"DUCK" * 1024])
def test_a_damaged_database_is_replaced(once: Path, content: bytes) -> None:
    (once / "published.duckdb").write_bytes(content)
    publish_again(once)
    assert asked(once / "published.duckdb", NUMBERS) == [(2,)]
    assert (once / "build/previous.duckdb").read_bytes() == content, "nothing is lost"


def test_a_database_of_a_newer_duckdb_is_replaced_and_a_line_where_it_is_read(
    once: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = once / "published.duckdb"
    whole = bytearray(path.read_bytes())
    # the version of the format stands behind the magic word
    whole[12:20] = (999).to_bytes(8, "little")
    path.write_bytes(whole)
    (once / "dbt_project.yml").write_text("vars: {schema_version: 2}")
    monkeypatch.chdir(once)
    monkeypatch.setenv("FINSAM_DB", "published.duckdb")
    assert cli.main(["report"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("finsam: published.duckdb cannot be read (") and said.count("\n") == 1
    publish_again(once)
    assert asked(path, NUMBERS) == [(2,)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="another user's files need root")
@pytest.mark.parametrize("writable", [(), ("build",)], ids=["nothing is theirs", "the folder alone is theirs"])
def test_another_users_files_are_a_line(writable: tuple[str, ...], project: Path) -> None:
    shutil.copytree(ROOT / "expectations", project / "expectations")
    (project / "build/.lock").touch()
    for name in writable:
        os.chown(project / name, NOBODY, NOBODY)
    for folder in (project, *project.parents[:3]):
        folder.chmod(0o755)
    # what is imported may lie where that user cannot read
    script = (
        "import os, finsam_audit.cli, finsam_audit.expectations.suites\n"
        f"os.setegid({NOBODY}); os.seteuid({NOBODY}); finsam_audit.cli.run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build"], cwd=project, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"finsam: {project}/build/.lock: Permission denied; make it yours to write and try again\n"


def test_what_a_killed_process_left_goes_with_the_next_write(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    ours, theirs = (tmp_path / f".a.csv.{process}.new" for process in (gone.pid, os.getppid()))
    ours.touch()
    theirs.mkdir()
    write_whole(tmp_path / "a.csv", "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([theirs.name, "a.csv"])


def test_a_log_that_cannot_be_written_is_said_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> int:
        raise RuntimeError("x")

    (tmp_path / "dbt_project.yml").touch()
    (tmp_path / "logs").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "build", fails)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "other"))
    assert cli.main(["build"]) == 2
    assert f"this is a fault of finsam, {tmp_path}/other/finsam.log has the details" in capsys.readouterr().err
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "no/such"))
    assert cli.main(["build"]) == 2
    assert "and its details could not be written anywhere" in capsys.readouterr().err


def test_what_is_set_for_dbt_elsewhere_does_not_reach_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TARGET": "nowhere", "EXCLUDE_RESOURCE_TYPES": "test", "LOG_FORMAT": "json"}.items():
        monkeypatch.setenv(f"DBT_{name}", value)
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "elsewhere"))
    tell = tmp_path / "python"
    tell.write_text(f"#!{sys.executable}\nimport os\nprint(sorted(n for n in os.environ if n.startswith('DBT_')))\n")
    tell.chmod(0o755)
    monkeypatch.setattr("finsam_audit.project.dbt.sys.executable", str(tell))
    run = run_dbt(tmp_path, "build", database=tmp_path / "x.duckdb")
    assert run.stdout == "['DBT_PROFILES_DIR', 'DBT_SEND_ANONYMOUS_USAGE_STATS']"
    assert run.target == tmp_path / "elsewhere"


def test_the_lock_is_free_before_and_after_a_build_alone(tmp_path: Path) -> None:
    assert is_free(tmp_path)
    with only_build(tmp_path, tmp_path / "build/x.duckdb"):
        assert not is_free(tmp_path)
    assert is_free(tmp_path)


@pytest.mark.slow
def test_a_build_works_in_awkward_places(built_elsewhere: Path) -> None:
    """A path with spaces and å, a folder below the project, no home, ASCII alone, another project's `DBT_*`."""
    said = (built_elsewhere / "said.txt").read_text(encoding="utf-8")
    assert said.startswith("0\n") and "Traceback" not in said, said
    project = next(built_elsewhere.glob("*/build")).parent
    assert " (" in project.name and not project.name.isascii()
    assert (project / "build/report/index.html").is_file() and (project / "build/expectations/results.json").is_file()


@pytest.mark.slow
def test_builds_that_are_killed_leave_the_old_or_the_new(database: Path, tmp_path: Path) -> None:
    found = reliability.kills(ROOT, tmp_path, 10, earlier=(database, 90))
    assert found.wrong == []
    assert sum(count for name, count in found.counts.items() if name.startswith(("killed", "done"))) == 10
    assert found.counts["built to the end without cleaning"] == 2


def test_dbt_ends_with_the_build_that_started_it(tmp_path: Path) -> None:
    """Reading the project takes dbt seconds: the build is killed when dbt holds its lock and has just begun."""
    script = (
        "import sys; from pathlib import Path; from finsam_audit.project.dbt import run_dbt\n"
        "from finsam_audit.project.lock import only_build; root, work = map(Path, sys.argv[1:])\n"
        "with only_build(work, work / 'build/x.duckdb') as lock:\n"
        "    run_dbt(root, 'parse', '--no-partial-parse', database=work / 'x', work=work, keep_open=(lock,))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(ROOT), str(tmp_path)]) as build:
        while is_free(tmp_path):
            assert build.poll() is None
            time.sleep(0.1)
        time.sleep(2)
        assert not is_free(tmp_path) and build.poll() is None
        build.kill()
    start = time.monotonic()
    while not is_free(tmp_path):
        assert time.monotonic() - start < reliability.GONE
        time.sleep(0.1)
    assert not (tmp_path / "target/manifest.json").exists()


@pytest.mark.slow
def test_a_publishing_that_is_killed_leaves_the_old_or_the_new(built_project: Path, tmp_path: Path) -> None:
    found = reliability.publishing_kills(built_project / reliability.BUILT, tmp_path, 10)
    assert (found.wrong, found.counts["killed: publishing"]) == ([], 10)


@pytest.mark.slow
def test_readers_see_one_version_while_builds_publish(built_project: Path, tmp_path: Path) -> None:
    found = reliability.readers(built_project / reliability.BUILT, tmp_path, 5, 4)
    assert found.wrong == [] and found.counts["reader rounds"] >= 20


@pytest.mark.slow
def test_the_measurement_tells_a_half(built_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is copied over the published file, and not put in its place, is seen as half by readers and kills."""

    def copied_over(source: str, target: str) -> None:
        content = Path(source).read_bytes()
        with Path(target).open("wb") as file:
            file.write(content[: len(content) // 2])
            file.flush()
            time.sleep(1)
            file.write(content[len(content) // 2 :])

    monkeypatch.setattr("finsam_audit.project.publish.os.replace", copied_over)
    found = reliability.readers(built_project / reliability.BUILT, tmp_path, 5, 4)
    assert found.wrong != []
