"""The collection on the roof's own pages. Titles have a search of their own, which forgives slips."""
