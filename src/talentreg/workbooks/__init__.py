"""Excel OUT: the register, rosters, evidence."""
