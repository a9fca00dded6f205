"""The names under which the reports of a period are kept."""

SKM, FOLLOW_UP = "skm", "skm-tindak-lanjut"
REPORTS = (SKM, FOLLOW_UP)
