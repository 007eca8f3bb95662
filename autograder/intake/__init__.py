"""Submissions on their way in: folders, exports of course sites and archives, read without trusting them."""
