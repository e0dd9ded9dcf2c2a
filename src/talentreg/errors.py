"""The errors a user may see, and the exit code each one ends with.

* TalentregError
  + Malformed      2  the words on the command line cannot be read
  + Refused        1  the register or a file does not allow it
    - Unknown      1  nobody and nothing of that name
    - Ambiguous    1  several of that name; the candidates are listed
"""

import errno
from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told; part of the interface."""

    DONE = 0
    REFUSED = 1
    MALFORMED = 2
    PARTIAL = 3
    BUG = 70
    INTERRUPTED = 130


class TalentregError(Exception):
    """One or two Chinese lines for the user: what is wrong, and what to do next."""

    exit_code = ExitCode.REFUSED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Malformed(TalentregError):
    """A word on the command line that cannot be read."""

    exit_code = ExitCode.MALFORMED


class Refused(TalentregError):
    """A readable request that the register or a file does not allow."""


class Unknown(Refused):
    """A person, unit, staff member or figure that is not there."""


class Ambiguous(Refused):
    """A name that several bear; `candidates` says how to tell them apart."""

    def __init__(self, message: str, candidates: Sequence[str], hint: str = "") -> None:
        super().__init__(message, hint)
        self.candidates = tuple(candidates)


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOENT: "不存在",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "名字太长",
    errno.EBUSY: "正被占用",
}


def plain_reason(error: OSError) -> str:
    """Say in Chinese why the system refused a file."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
