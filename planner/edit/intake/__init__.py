"""A table of cells into a plan: what its columns mean, what is wrong with it, what the plan becomes. Opens no file."""
