"""Codes of rows by their words, their place and their sums."""
