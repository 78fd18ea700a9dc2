"""Writes of this app, by noun."""
