"""What the window shows: one file per place."""
