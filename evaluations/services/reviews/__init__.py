"""Performance reviews: cycles, the jumps from stage to stage, what is written in them."""
