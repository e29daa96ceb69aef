"""Files and addresses that show what was done."""
