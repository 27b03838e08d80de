"""Scene "Giải quyết thủ tục hành chính": where is it stuck, and who holds it?"""
