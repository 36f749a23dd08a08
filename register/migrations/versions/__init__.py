"""One module per version of the tables, the oldest first."""
