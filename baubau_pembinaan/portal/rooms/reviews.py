"""Performance reviews on the roof's own pages."""
