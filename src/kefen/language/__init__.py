"""The expression language: a typed, three-valued subset of FEEL."""
