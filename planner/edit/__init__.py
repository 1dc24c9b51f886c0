"""Every change a user can make, as a function from plan to plan; and the history behind undo."""
