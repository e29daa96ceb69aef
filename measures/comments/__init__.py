"""What people say on measures, scores and years."""
