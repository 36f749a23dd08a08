"""Pages that are opened in a browser: plain HTML that works without a script and without a network."""
