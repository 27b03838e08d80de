"""Scene "Giáo dục": which school, which subject?"""
