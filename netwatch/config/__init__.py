"""The files people write: YAML with positions, durations, settings, and every mistake named at its line."""
