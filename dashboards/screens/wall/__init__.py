"""What hangs on walls and televisions: scenes of tiles in one frame, read from metres away and never touched."""
