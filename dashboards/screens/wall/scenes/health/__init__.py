"""Scene "Y tế cơ sở": is something spreading, who is not protected?"""
