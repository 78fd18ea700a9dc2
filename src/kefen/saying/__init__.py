"""Words: the one catalogue of phrases and the one teller of expressions, in Chinese and English."""
