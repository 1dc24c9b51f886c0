"""Demand ahead, from counts and growth cases: sample paths, how far to trust them, and whether a change is real."""
