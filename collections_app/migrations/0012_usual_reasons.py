"""The usual reasons for declining a wish."""

from django.db import migrations

REASONS = [
    ("budget", "Dana tahun ini sudah habis; usulan dapat diajukan lagi tahun depan.",
     "This year's money is spent; please suggest it again next year."),
    ("owned", "Perpustakaan sudah memilikinya.", "The library owns it already."),
    ("out-of-print", "Tidak dicetak lagi dan tidak ditemukan di penyedia.",
     "It is out of print and no vendor has it."),
    ("scope", "Tidak sesuai dengan kebijakan pengembangan koleksi.",
     "It does not fit the collection development policy."),
    ("digital", "Tersedia gratis dalam bentuk digital.", "It is freely available in digital form."),
    ("unclear", "Judul tidak dapat kami kenali; mohon usulkan lagi dengan pengarang atau ISBN.",
     "We could not identify the title; please suggest it again with its author or ISBN."),
]  # fmt: skip


def add(apps, editor):
    reason = apps.get_model("collections_app", "RefusalReason")
    for order, (code, text, text_en) in enumerate(REASONS, start=1):
        reason.objects.get_or_create(code=code, defaults={"text": text, "text_en": text_en, "order": order * 10})


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0011_demand_history")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
