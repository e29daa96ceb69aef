"""The pages of a year: overview, document builder, exchange, and the printed document itself."""
