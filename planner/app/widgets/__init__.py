"""Small controls used in more than one place."""
