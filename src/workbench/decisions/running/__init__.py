"""A branch decided as a whole: facts by set, every pack by the library's engine, what is new stored by set."""
