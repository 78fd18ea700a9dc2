"""A run inside PostgreSQL: the policy decides where the table lies, and no row that is accepted leaves the server."""
