"""Parts of a screen that several screens show in the same way: tiles, ages, states, tables."""
