"""Nothing is sent anywhere: no command tries to reach another machine, and all of them work without a network."""

import sys
from pathlib import Path

import pytest
from apart import apart, finsam
from test_check import word_file
from test_mapping import INCOME, account

IN_PYTHON = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), 1)
except OSError:
    pass
"""
# as a library of another language would do it, unseen by Python
BESIDE_PYTHON = """
import ctypes, socket, struct
c = ctypes.CDLL(None)
address = struct.pack("<H", socket.AF_INET) + struct.pack(">H", 80) + socket.inet_aton("192.0.2.1") + bytes(8)
c.connect(c.socket(socket.AF_INET, socket.SOCK_STREAM, 0), address, len(address))
"""


@pytest.mark.parametrize(("program", "is_seen"), [(IN_PYTHON, True), (BESIDE_PYTHON, False)])
def test_an_attempt_is_noticed(program: str, is_seen: bool, tmp_path: Path) -> None:
    done = apart(tmp_path, tmp_path / "watch", sys.executable, "-c", program)
    assert done.code == 0 and bool(done.attempts) == is_seen and done.packets > 0


def test_a_check_works_without_network_and_asks_for_none(tmp_path: Path) -> None:
    word_file(tmp_path / "utkast.docx", INCOME, account(-1))
    done = apart(tmp_path, tmp_path / "watch", *finsam("check", "utkast.docx", "--ticked"))
    assert done.code in (0, 1) and (tmp_path / "utkast.docx-finsam/index.html").is_file(), done.said
    assert (done.attempts, done.packets) == ([], 0)


@pytest.mark.slow
def test_a_build_works_without_network_and_asks_for_none(built_elsewhere: Path) -> None:
    assert list(built_elsewhere.glob("*/build/report/index.html"))
    assert (built_elsewhere / "attempts.txt").read_text("utf-8") == "0 packets"
