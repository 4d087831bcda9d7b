"""Finsam Audit: thin commands over dbt models that cast annual reports."""
