"""WHO may be the same: evidence, blocking, score. Nothing here changes the register."""
