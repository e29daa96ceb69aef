"""How forms and views take what was typed."""
