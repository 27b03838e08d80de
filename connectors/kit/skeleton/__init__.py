"""Writes the folder of a new source, so that its author begins with something that lands, and mends it."""
