"""Parties and what is known of them: links, facts on two clocks, gaps, evidence, authorisations, loans,
relations, imports.
"""
