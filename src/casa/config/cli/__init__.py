"""The command line: `./casa demo`, `./casa up`, `./casa doctor` and the rest."""
