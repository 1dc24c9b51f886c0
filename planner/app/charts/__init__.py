"""Drawing only: numbers arrive finished."""
