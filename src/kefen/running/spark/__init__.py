"""A run on Spark: the policy decides where the rows lie, in one set of statements, with no Python for a row."""
