"""Hold what has happened against what policies ask: pure functions of the register's facts and a day."""
