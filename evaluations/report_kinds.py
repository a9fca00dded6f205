"""The names under which the reports of a period are kept."""

SKM, FOLLOW_UP = "skm", "skm-tindak-lanjut"
REPORTS = (SKM, FOLLOW_UP)
BUNDLE = "berkas-pemeriksaan"  # the inspectors' papers of a year (reports.services.inspecting), these among them
