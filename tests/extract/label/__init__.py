"""Word forms whose controls are gone."""
