"""Draft definitions from a policy's own Word or PDF file: what a person then checks and completes."""
