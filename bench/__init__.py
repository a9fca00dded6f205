"""`make bench`: how far the product is from what this machine can do. See docs/bench.md."""
