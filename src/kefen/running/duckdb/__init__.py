"""A run on files with DuckDB: the only place that knows the engine, with the demo book."""
