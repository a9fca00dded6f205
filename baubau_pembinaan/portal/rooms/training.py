"""Training on the roof's own pages."""
