"""One file for each group of commands: `configure(parser)` and `run(arguments) -> status`."""
