"""Scene "Hài lòng của người dân": do they mean it, and why not?"""
