"""The installed command as a shell starts it, and a user whom file permissions bind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Answer

COMMAND = Path(sys.executable).with_name("talentreg")


def start(*words: str | Path, bound: bool = False, cwd: Path | None = None, **more: str | None) -> Answer:
    """Run the installed command; `more` sets variables, or takes them away with None.

    `bound` starts it as somebody who may not write where permissions forbid it: root may everywhere.
    """
    environment = {"PYTHONIOENCODING": "utf-8", **os.environ, **more}
    done = subprocess.run(
        [*(_bound() if bound else []), str(COMMAND), *map(str, words)],
        capture_output=True,
        env={name: value for name, value in environment.items() if value is not None},
        cwd=cwd,
        timeout=60,
        check=False,
    )
    encoding = str(more.get("PYTHONIOENCODING") or "utf-8").partition(":")[0]
    out, err = (some.decode(encoding, "replace") for some in (done.stdout, done.stderr))
    return Answer(done.returncode, out, err)


def _bound() -> list[str]:
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions of this system are of another kind")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root cannot be bound without setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
