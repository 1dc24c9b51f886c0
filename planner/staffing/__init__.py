"""What it would take: the smallest establishment, last safe dates, causes (a later issue fills it)."""
