"""The registers of customers: a list each, whose columns also tell of one customer on his page."""
