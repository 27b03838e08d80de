"""The scene "Giải quyết thủ tục hành chính" for the wall and for televisions: read from metres away, never touched."""
