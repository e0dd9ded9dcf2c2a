"""WHERE the register lives: the only room that opens the database; transactions, migrations, history."""
