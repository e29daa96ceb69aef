"""What changed, act by act."""
