"""The plan file, and reading what ships with the program."""
