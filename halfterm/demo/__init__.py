"""Play two half terms of an invented trust: `halfterm demo`."""
