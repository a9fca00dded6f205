"""Scheduled reports on the roof's own pages."""
