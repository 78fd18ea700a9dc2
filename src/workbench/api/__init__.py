"""The API: one operation for each action, made from its signature; reads beside them; one form of errors."""
