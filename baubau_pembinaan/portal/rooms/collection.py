"""The collection on the roof's own pages."""
