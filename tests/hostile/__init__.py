"""Files that are made to do harm, and files that were damaged on their way."""
