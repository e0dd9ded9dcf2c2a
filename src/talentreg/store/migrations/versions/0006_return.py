"""Projects, libraries, benefits, cases of return, own figures; what a milestone tells of a day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables, and let a milestone say who somebody was that day, or be a unit's."""
    _add_lists()
    _add_work()
    _widen_milestones()
    _look_up_by_person_and_kind()


def _add_lists() -> None:
    op.create_table(
        "office_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("declaration", sa.String(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_figure")),
        sa.UniqueConstraint("key", name=op.f("uq_office_figure_key")),
    )
    op.create_table(
        "apartment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_apartment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apartment")),
    )
    op.create_index(op.f("ix_apartment_name"), "apartment", ["name"], unique=False)
    op.create_index(op.f("ix_apartment_unit_id"), "apartment", ["unit_id"], unique=False)
    op.create_table(
        "library",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_library_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library")),
    )
    op.create_index(op.f("ix_library_name"), "library", ["name"], unique=False)
    op.create_index(op.f("ix_library_unit_id"), "library", ["unit_id"], unique=False)
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_policy_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    op.create_index(op.f("ix_policy_name"), "policy", ["name"], unique=False)
    op.create_index(op.f("ix_policy_unit_id"), "policy", ["unit_id"], unique=False)
    op.create_table(
        "benefit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_benefit_person_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_benefit_policy_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_benefit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit")),
    )
    op.create_index(op.f("ix_benefit_batch"), "benefit", ["batch"], unique=False)
    op.create_index("ix_benefit_on", "benefit", ["on", "unit_id", "amount"], unique=False)
    op.create_index("ix_benefit_person", "benefit", ["person_id", "policy_id", "on"], unique=False)
    op.create_index("ix_benefit_policy", "benefit", ["policy_id", "on"], unique=False)
    op.create_index(op.f("ix_benefit_unit_id"), "benefit", ["unit_id"], unique=False)
    op.create_table(
        "inclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("examined_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_inclusion_by_id")),
        sa.ForeignKeyConstraint(["library_id"], ["library.id"], name=op.f("fk_inclusion_library_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_inclusion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inclusion")),
    )
    op.create_index(
        "ix_inclusion_library", "inclusion", ["library_id", "on", "until", "person_id"], unique=False
    )
    op.create_index(
        "ix_inclusion_person", "inclusion", ["person_id", "library_id", "on", "until"], unique=False
    )


def _add_work() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("talks_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("landed_on", sa.Date(), nullable=True),
        sa.Column("running_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("investment", sa.Float(), nullable=True),
        sa.Column("jobs", sa.Integer(), nullable=True),
        sa.Column("income", sa.Float(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("platform", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_project_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_project_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_name"), "project", ["name"], unique=False)
    op.create_index("ix_project_on", "project", ["on", "ended_on", "landed_on", "unit_id"], unique=False)
    op.create_index(op.f("ix_project_unit_id"), "project", ["unit_id"], unique=False)
    op.create_table(
        "return_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("matched_on", sa.Date(), nullable=True),
        sa.Column("landed_on", sa.Date(), nullable=True),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_return_case_owner_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_return_case_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_return_case_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_case")),
    )
    op.create_index(
        "ix_return_case_on", "return_case", ["on", "landed_on", "failed_on", "unit_id"], unique=False
    )
    op.create_index(op.f("ix_return_case_owner_id"), "return_case", ["owner_id"], unique=False)
    op.create_index("ix_return_case_person", "return_case", ["person_id", "on"], unique=False)
    op.create_index(op.f("ix_return_case_unit_id"), "return_case", ["unit_id"], unique=False)
    op.create_table(
        "tenancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("apartment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("rent", sa.Float(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["apartment_id"], ["apartment.id"], name=op.f("fk_tenancy_apartment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tenancy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenancy")),
    )
    op.create_index(
        "ix_tenancy_apartment", "tenancy", ["apartment_id", "on", "until", "person_id"], unique=False
    )
    op.create_index("ix_tenancy_person", "tenancy", ["person_id", "on"], unique=False)
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_arrival_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_project_id"), "arrival", ["project_id"], unique=False)
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_partner_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_partner_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("project_id", "person_id", name=op.f("uq_partner_project_id")),
    )
    op.create_index("ix_partner_person", "partner", ["person_id", "project_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("benefit_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["benefit_id"], ["benefit.id"], name=op.f("fk_payment_benefit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index("ix_payment_benefit", "payment", ["benefit_id", "on", "amount"], unique=False)
    op.create_index("ix_payment_on", "payment", ["on", "benefit_id", "amount"], unique=False)


def _widen_milestones() -> None:
    order = (
        "id person_id kind on until name level channel post_kind place mentor_id result degree "
        "professional_title title_level native away unit_id note entered_on"
    )
    with op.batch_alter_table("milestone", partial_reordering=[tuple(order.split())]) as milestone:
        milestone.add_column(sa.Column("until", sa.Date(), nullable=True))
        milestone.add_column(sa.Column("level", sa.String(), nullable=True))
        milestone.add_column(sa.Column("channel", sa.String(), nullable=True))
        milestone.add_column(sa.Column("post_kind", sa.String(), nullable=True))
        milestone.add_column(sa.Column("place", sa.String(), nullable=True))
        milestone.add_column(sa.Column("mentor_id", sa.Integer(), nullable=True))
        milestone.add_column(sa.Column("result", sa.String(), nullable=True))
        milestone.add_column(sa.Column("professional_title", sa.String(), nullable=True))
        milestone.add_column(sa.Column("title_level", sa.String(), nullable=True))
        milestone.add_column(sa.Column("native", sa.String(), nullable=True))
        milestone.add_column(sa.Column("away", sa.String(), nullable=True))
        milestone.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        milestone.create_foreign_key(op.f("fk_milestone_mentor_id"), "person", ["mentor_id"], ["id"])
    op.create_index(op.f("ix_milestone_mentor_id"), "milestone", ["mentor_id"], unique=False)


def _look_up_by_person_and_kind() -> None:
    op.drop_index("ix_milestone_person", "milestone")
    op.create_index("ix_milestone_person", "milestone", ["person_id", "kind", "on"], unique=False)
    for name in ("person", "from"):
        op.drop_index(op.f(f"ix_entry_{name}_id"), "entry")
        op.create_index(f"ix_entry_{name}", "entry", [f"{name}_id", "kind", "on"], unique=False)
