"""How the measures go."""
