"""The register's schema history: numbered steps, appended and never edited."""
