"""A command on a terminal of its own: questions are answered as they come, the screen is read back."""

import os
import re
import select
import time
from collections.abc import Callable
from pathlib import Path

from consoles import COMMAND

CTRL_C, CTRL_D = "\x03", "\x04"
PATIENCE = 20
"""Seconds a dialogue may keep silent before it counts as stuck."""
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def converse(words: tuple[str | Path, ...], *answers: str) -> tuple[int, str]:
    """Run a command on a terminal, give each answer to a question; return the code and the screen.

    An answer is sent once a question stands on the screen, with Enter unless it is a control character.
    """
    import pty

    environment = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    child, terminal = pty.fork()
    if not child:
        os.execve(COMMAND, [str(COMMAND), *map(str, words)], environment)
    shown = _answer(terminal, list(answers), lambda: os.kill(child, 9))
    os.close(terminal)
    status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status), ESCAPE.sub("", shown.decode()).replace("\r\n", "\n")


def _answer(terminal: int, answers: list[str], give_up: Callable[[], None]) -> bytes:
    shown = b""
    while True:
        if not select.select([terminal], [], [], PATIENCE)[0]:
            give_up()
            return shown + f"\n［卡住了，还有{len(answers)}个回答］".encode()
        try:
            some = os.read(terminal, 65536)
        except OSError:
            return shown
        if not some:
            return shown
        shown += some
        if answers and shown.endswith("：".encode()):
            time.sleep(0.01)  # the terminal is still being told whether to echo
            answer = answers.pop(0)
            os.write(terminal, (answer if answer in (CTRL_C, CTRL_D) else f"{answer}\n").encode())
