"""Reports as PDF, for print and for screen readers."""
