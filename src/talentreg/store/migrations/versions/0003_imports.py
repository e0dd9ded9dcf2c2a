"""Imports stay known after an undo, with their problems; columns are remembered, people found by birth."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables and bring back what undone imports had left of their files and lines."""
    op.add_column("imported_file", sa.Column("sheets", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "import_problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("candidates", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["imported_file.id"], name=op.f("fk_import_problem_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_problem")),
    )
    op.create_index(op.f("ix_import_problem_file_id"), "import_problem", ["file_id"], unique=False)
    op.create_table(
        "remembered_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_column")),
        sa.UniqueConstraint("signature", "heading", name=op.f("uq_remembered_column_signature")),
    )
    op.drop_index("ix_person_name", "person")
    op.create_index("ix_person_name", "person", ["name", "birth"])
    given = sa.text("second_phone IS NOT NULL")
    op.create_index("ix_person_second_phone", "person", ["second_phone"], sqlite_where=given)
    _bring_back("imported_file", ("id", "set_id", "name", "digest", "counts"))
    _bring_back("source", ("id", "file_id", "sheet", "line", "record", "row_id"))


def _bring_back(table: str, names: tuple[str, ...]) -> None:
    """Take rows an undo removed from their images in the log, and the log of such rows out of it."""
    change = sa.table("change", sa.column("record"), sa.column("action"), sa.column("before"))
    rows = sa.table(table, *(sa.column(name) for name in names))
    own = change.c.record == table
    images = [sa.func.json_extract(change.c.before, f"$.{name}") for name in names]
    gone = sa.select(*images).where(own, change.c.action == "delete")
    op.execute(rows.insert().prefix_with("OR IGNORE").from_select(names, gone))
    op.execute(change.delete().where(own))
