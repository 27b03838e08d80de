"""From the numbers on the wall down to one dossier and the raw page it came from."""
