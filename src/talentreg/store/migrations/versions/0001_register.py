"""The register as it begins: units, staff, people and their histories, contacts, and the log of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table of the first register."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "change_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["change_set.id"], name=op.f("fk_change_set_undoes")),
        sa.ForeignKeyConstraint(["undone_by"], ["change_set.id"], name=op.f("fk_change_set_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
    )
    op.create_table(
        "open_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_word")),
        sa.UniqueConstraint("list", "word", name=op.f("uq_open_word_list")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("id_number", sa.String(), nullable=True),
        sa.Column("birth", sa.String(), nullable=True),
        sa.Column("ethnicity", sa.String(), nullable=True),
        sa.Column("political", sa.String(), nullable=True),
        sa.Column("native_place", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("second_phone", sa.String(), nullable=True),
        sa.Column("wechat", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("home_address", sa.String(), nullable=True),
        sa.Column("residence", sa.String(), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("specialty", sa.String(), nullable=True),
        sa.Column("degree", sa.String(), nullable=True),
        sa.Column("academic_degree", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("major", sa.String(), nullable=True),
        sa.Column("professional_title", sa.String(), nullable=True),
        sa.Column("title_level", sa.String(), nullable=True),
        sa.Column("chamber", sa.String(), nullable=True),
        sa.Column("relative", sa.String(), nullable=True),
        sa.Column("relative_phone", sa.String(), nullable=True),
        sa.Column("family_needs", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_number", name=op.f("uq_person_id_number")),
    )
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_index(op.f("ix_person_phone"), "person", ["phone"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_index(op.f("ix_unit_name"), "unit", ["name"], unique=False)
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_affiliation_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_affiliation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    op.create_index(
        "ix_affiliation_person", "affiliation", ["person_id", "on", "id", "unit_id"], unique=False
    )
    op.create_index(op.f("ix_affiliation_unit_id"), "affiliation", ["unit_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["change_set.id"], name=op.f("fk_change_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index("ix_change_rows", "change", ["record", "first_id", "last_id"], unique=False)
    op.create_index(op.f("ix_change_set_id"), "change", ["set_id"], unique=False)
    op.create_table(
        "imported_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["change_set.id"], name=op.f("fk_imported_file_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_file")),
    )
    op.create_index(op.f("ix_imported_file_set_id"), "imported_file", ["set_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_staff_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_name"), "staff", ["name"], unique=False)
    op.create_index(op.f("ix_staff_unit_id"), "staff", ["unit_id"], unique=False)
    op.create_table(
        "status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_status_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status")),
    )
    op.create_index("ix_status_person", "status", ["person_id", "on", "id", "status"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("presence", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("companions", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_contact_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_contact_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(
        "ix_contact_on",
        "contact",
        ["on", "person_id", "channel", "presence", "reached", "unit_id"],
        unique=False,
    )
    op.create_index("ix_contact_person", "contact", ["person_id", "on", "reached"], unique=False)
    op.create_index(op.f("ix_contact_staff_id"), "contact", ["staff_id"], unique=False)
    op.create_index(op.f("ix_contact_unit_id"), "contact", ["unit_id"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["imported_file.id"], name=op.f("fk_source_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_file_id"), "source", ["file_id"], unique=False)
    op.create_index("ix_source_row", "source", ["record", "row_id"], unique=False)
    op.create_table(
        "intention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_intention_contact_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_intention_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intention")),
    )
    op.create_index(op.f("ix_intention_contact_id"), "intention", ["contact_id"], unique=False)
    op.create_index("ix_intention_person", "intention", ["person_id", "on", "id", "kind"], unique=False)
