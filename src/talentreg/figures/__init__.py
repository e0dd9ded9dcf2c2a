"""WHAT we count: every 统计口径 defined once, with the rows behind it."""
