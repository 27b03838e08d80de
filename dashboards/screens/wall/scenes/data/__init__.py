"""Scene "Dữ liệu: biết gì, chưa biết gì": what do we know, and what not?"""
