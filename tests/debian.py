"""Programs that some tests need and Python's packages do not hold: a browser, a mail server.

Where `apt-get` works as root they are installed on first use; elsewhere those tests are skipped,
and the last lines of the run say which and why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache

import pytest

_INSTALL_S = 300


def need(program: str, *packages: str) -> str:
    """Return the path of a program, installing its Debian packages if need be; else skip."""
    path, reason = _found(program, packages)
    if path is None:
        pytest.skip(f"{program} is not here and cannot be installed: {reason}")
    return path


@cache
def _found(program: str, packages: tuple[str, ...]) -> tuple[str | None, str]:
    """Where the program is, or why it is nowhere; asked once a run."""
    if path := _which(program):
        return path, ""
    if not shutil.which("apt-get"):
        return None, "there is no apt-get"
    if os.name != "posix" or os.geteuid() != 0:
        return None, f"only root may run apt-get install {' '.join(packages)}"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=_INSTALL_S
            )
        except subprocess.TimeoutExpired:
            return None, f"{' '.join(command)} took longer than {_INSTALL_S} s"
        if done.returncode:
            return None, f"{' '.join(command)} failed: {done.stderr.strip()[-200:]}"
    path = _which(program)
    return path, "" if path else f"{' '.join(packages)} did not bring it"


def _which(program: str) -> str | None:
    # Servers live in folders that are not on everybody's path.
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
