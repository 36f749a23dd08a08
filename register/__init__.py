"""Keep what has happened: people, sessions, issued forms, returns and actions."""
