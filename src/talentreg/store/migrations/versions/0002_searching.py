"""People are searched by pinyin, who is due is found fast, a unit names the one that took over from it."""

import sqlalchemy as sa
from alembic import op

from talentreg.records.pinyin import search_keys

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the search keys of every name, indexes of contacts, and successors."""
    # SQLite adds a reference with its column only; Alembic would add it apart.
    reference = "CONSTRAINT fk_unit_successor_id REFERENCES unit (id)"
    op.execute(f"ALTER TABLE unit ADD COLUMN successor_id INTEGER {reference}")
    op.add_column("person", sa.Column("pinyin", sa.String(), nullable=True))
    person = sa.table("person", sa.column("id"), sa.column("name"), sa.column("pinyin"))
    connection = op.get_bind()
    named = connection.execute(sa.select(person.c.id, person.c.name)).all()
    if named:
        connection.execute(
            sa.update(person).where(person.c.id == sa.bindparam("row")).values(pinyin=sa.bindparam("keys")),
            [{"row": row.id, "keys": search_keys(row.name)} for row in named],
        )
    op.create_index("ix_person_pinyin", "person", ["pinyin"])
    op.drop_index("ix_contact_on", "contact")
    whole = ["on", "person_id", "channel", "presence", "reached", "unit_id", "entered_on"]
    op.create_index("ix_contact_on", "contact", whole)
    op.drop_index("ix_contact_person", "contact")
    op.create_index("ix_contact_person", "contact", ["person_id", "on", "id", "reached", "staff_id"])
    op.drop_index("ix_contact_staff_id", "contact")
    op.create_index("ix_contact_staff", "contact", ["staff_id", "on"])
    op.create_index(
        "ix_contact_next",
        "contact",
        ["person_id", "on", "id", "next_on", "staff_id"],
        sqlite_where=sa.text("next_on IS NOT NULL"),
    )
