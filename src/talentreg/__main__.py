"""The command's way in, also as `python -m talentreg` for desktops whose PATH does not reach the command."""

import gc
import os
import sys

SELDOM = 50_000
"""So many new objects before Python looks for dead ones: a command makes modules, which all stay."""


def main() -> None:
    """Run the command line, or answer a shell that completes one; Ctrl-C is no error, however early."""
    gc.set_threshold(SELDOM)
    try:
        if "_TALENTREG_COMPLETE" in os.environ:
            from talentreg.cli.completing import answer as run
        else:
            from talentreg.cli.app import main as run
        run()
    except KeyboardInterrupt:
        sys.stderr.write("已中断\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
