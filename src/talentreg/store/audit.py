"""What was done without changing anything: reveals, reports, dry runs; who, when and what, never values."""

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert, select, update

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
        append_entry(connection, command, detail)


def append_entry(connection: Connection, command: str, detail: str) -> None:
    """Append one entry within a change under way."""
    newest = select(entries.c.digest).order_by(entries.c.id.desc()).limit(1)
    entry = {"at": now(), "who": who(), "command": command, "detail": mask_free_text(clean_line(detail))}
    digest = entry_digest(connection.scalar(newest) or "", entry)
    connection.execute(insert(entries).values(entry | {"digest": digest}))


def reword_entries(connection: Connection, reword: Callable[[str], str]) -> int:
    """Reword what entries say, where the law asks for it, and chain them anew; return how many changed."""
    previous, changed = "", 0
    for row in connection.execute(select(entries).order_by(entries.c.id)).mappings().all():
        entry = {**row, "detail": reword(row["detail"])}
        changed += entry["detail"] != row["detail"]
        if changed:
            new = {"detail": entry["detail"], "digest": entry_digest(previous, entry)}
            connection.execute(update(entries).where(entries.c.id == row["id"]).values(new))
            previous = new["digest"]
        else:
            previous = row["digest"]
    return changed


def entry_digest(previous: str, entry: dict[str, Any]) -> str:
    """Return the hash that ties an entry to the one before it."""
    fields = (previous, entry["at"].isoformat(), entry["who"], entry["command"], entry["detail"])
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()
