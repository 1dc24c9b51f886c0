"""What a plan is: frozen values, their units, and the rules they must satisfy."""
