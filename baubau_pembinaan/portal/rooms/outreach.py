"""Outreach on the roof's own pages."""
