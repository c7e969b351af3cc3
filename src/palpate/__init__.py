"""Palpate: structured entries about the body and its manual therapy, checked, linked and rendered into a
site."""
