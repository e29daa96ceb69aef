"""A year of all authorities that an auditor or an administrator may see: its table, its warnings, who is late."""
