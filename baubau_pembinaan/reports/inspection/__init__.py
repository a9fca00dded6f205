"""The inspectors' bundle of a year: every official paper this system makes or holds, and what is missing."""
