"""Numbers in Indonesian words, as receipts and orders state them."""

_ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_SCALES = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
LIMIT = 10**18


def _words(number: int) -> list[str]:
    if number < 12:
        return [_ONES[number]] if number else []
    if number < 20:
        return [_ONES[number - 10], "belas"]
    if number < 100:
        return [_ONES[number // 10], "puluh", *_words(number % 10)]
    if number < 200:
        return ["seratus", *_words(number - 100)]
    if number < 1000:
        return [_ONES[number // 100], "ratus", *_words(number % 100)]
    if number < 2000:
        return ["seribu", *_words(number - 1000)]
    if number < 10**6:
        return [*_words(number // 1000), "ribu", *_words(number % 1000)]
    for scale, name in _SCALES:
        if number >= scale:
            return [*_words(number // scale), name, *_words(number % scale)]
    raise AssertionError("unreachable: every number from a million on has a scale")


def terbilang(number: int) -> str:
    """1250000 -> "satu juta dua ratus lima puluh ribu"; ValueError from 10**18 on, either way."""
    if abs(number) >= LIMIT:
        raise ValueError(f"{number} is too large for words")
    words = _words(abs(number)) or ["nol"]
    return " ".join(["minus", *words] if number < 0 else words)


def terbilang_rupiah(amount: int) -> str:
    """1250000 -> "Satu juta dua ratus lima puluh ribu rupiah"."""
    return f"{terbilang(amount)} rupiah".capitalize()
