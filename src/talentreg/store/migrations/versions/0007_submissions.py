"""Reports that were sent: their numbers, and the rows behind each."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ORIGIN = ("submission_id", "ref", "scope", "period")


def upgrade() -> None:
    """Add the tables."""
    _add_submissions()
    _add_numbers()
    _add_rows()


def _add_submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("addressee", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("definitions", sa.JSON(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["set_id"], ["change_set.id"], name=op.f("fk_submission_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_digest"), "submission", ["digest"], unique=False)
    op.create_index("ix_submission_scope", "submission", ["scope", "last"], unique=False)


def _add_numbers() -> None:
    op.create_table(
        "submitted_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submitted_number_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitted_number")),
    )
    op.create_index("ix_submitted_number_ref", "submitted_number", ORIGIN, unique=False)


def _add_rows() -> None:
    op.create_table(
        "submitted_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=True),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submitted_rows_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitted_rows")),
    )
    op.create_index("ix_submitted_rows_ref", "submitted_rows", ORIGIN, unique=False)
