"""Policies for readers: the woven document, the Excel template, the reference pages."""
