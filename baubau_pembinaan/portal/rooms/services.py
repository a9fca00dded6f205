"""The service front on the roof's own pages."""
