"""Why a row cannot be counted."""

from talentreg.intake.problems import Problem


class Unusable(Exception):
    """A row that cannot be counted; for a cell's sake if a problem is given."""

    def __init__(self, message: str, problem: Problem | None = None) -> None:
        """Keep the reason, and the place and value of the cell."""
        super().__init__(message)
        self.column = problem.column if problem else None
        self.value = problem.value if problem else ""
