"""The workbench: a bank's customers, decisions, reviews and standings, on screens and by API.

Apps stand in the order of dependency, each importing only those before it:
common, journal, accounts, reviews, policies, customers, decisions, approvals, pages, config.
"""
