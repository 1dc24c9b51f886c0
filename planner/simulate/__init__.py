"""Work through stages and queues, replicated: what a plan leads to."""
