"""Shifts to people: the problem, its rules and its solver."""
