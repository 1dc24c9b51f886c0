"""Commands: parse, call the workspace, print."""
