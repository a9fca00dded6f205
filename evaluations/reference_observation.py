"""Behaviours a friendly desk starts with; the library changes them in the administration."""

from typing import Any

# code, words, words in English
BEHAVIOURS = [
    ("menyapa", "Menyapa lebih dulu, tersenyum, dan memberi salam.", "Greets first, with a smile and a good word."),
    ("menatap", "Melihat orangnya, bukan layar atau ponsel.", "Looks at the person, not at the screen or the phone."),
    ("mendengar", "Mendengar sampai selesai, lalu menanyakan apa yang sebenarnya dicari.",
     "Listens to the end, then asks what is really looked for."),
    ("bahasa", "Memakai kata yang sopan dan mudah dipahami.", "Uses polite words that are easy to understand."),
    ("mengantar", "Mengantar sampai ke rak atau petugas lain, tidak hanya menunjuk.",
     "Goes along to the shelf or the colleague instead of pointing."),
    ("menjelaskan", "Menjelaskan langkah berikutnya dan lamanya.", "Explains the next step and how long it takes."),
    ("semua-orang", "Menyesuaikan diri dengan anak, lansia, dan penyandang disabilitas.",
     "Adapts to children, older people and people with a disability."),
    ("menutup", "Menutup dengan bertanya apakah sudah terbantu.", "Ends by asking whether it helped."),
]  # fmt: skip


def seed_behaviours(apps: Any) -> None:
    """Put in the rows that are absent; leave what somebody changed."""
    behaviour = apps.get_model("evaluations", "Behaviour")
    for order, (code, title, title_en) in enumerate(BEHAVIOURS, start=1):
        behaviour.objects.get_or_create(code=code, defaults={"title": title, "title_en": title_en, "order": order * 10})
