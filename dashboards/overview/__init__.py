"""What a head of a unit must know of all subjects at once: for the wall's first scene and for the first page."""
