"""Sentences that the portal drafts from a year's figures, each by a rule that can be shown."""
