"""What every number of the screens means: the declarations of a snapshot, to be read and searched."""
