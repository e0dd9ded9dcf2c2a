"""Where Alembic meets the register: one connection, one transaction, handed over by the caller."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
