"""The chapters reports are made of; each reads one room by its selectors and says nothing about anybody's ratings."""
