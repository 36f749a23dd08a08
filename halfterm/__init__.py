"""Wire the other parts together behind the command line, and turn errors into exit codes."""
