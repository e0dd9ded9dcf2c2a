"""`python -m talentreg`, for desktops whose PATH does not reach the command."""

from talentreg.cli.app import main

main()
