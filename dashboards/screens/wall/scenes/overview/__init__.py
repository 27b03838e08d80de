"""Scene "Tổng quan điều hành": what needs me today?"""
