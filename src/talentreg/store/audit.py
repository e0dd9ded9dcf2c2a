"""What was done without changing anything: reveals, reports, dry runs; who, when and what, never values."""

import hashlib
from typing import Any

from sqlalchemy import insert, select

from talentreg.records.changes import AuditEntry
from talentreg.records.fields import table
from talentreg.records.masking import mask_free_text
from talentreg.records.text import clean_line
from talentreg.store.changes import now, who
from talentreg.store.register import Register
from talentreg.store.sqlite import plain_refusals

entries = table(AuditEntry)


def record_audit(register: Register, command: str, detail: str) -> None:
    """Append one entry, chained by hash to the one before; raises Refused when the file is read-only."""
    with plain_refusals(register.path), register.engine.begin() as connection:
        newest = select(entries.c.digest).order_by(entries.c.id.desc()).limit(1)
        entry = {"at": now(), "who": who(), "command": command, "detail": mask_free_text(clean_line(detail))}
        digest = entry_digest(connection.scalar(newest) or "", entry)
        connection.execute(insert(entries).values(entry | {"digest": digest}))


def entry_digest(previous: str, entry: dict[str, Any]) -> str:
    """Return the hash that ties an entry to the one before it."""
    fields = (previous, entry["at"].isoformat(), entry["who"], entry["command"], entry["detail"])
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()
