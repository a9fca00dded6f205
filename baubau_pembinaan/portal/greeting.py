"""How a person is greeted."""

from datetime import time

from django.utils.translation import gettext as _

# Names that only call a person together with the next word: "Wa Ode Sitti", not "Wa"; "Muh. Amin", not "Muh.".
_LEADING = {"wa", "la", "ode", "andi", "siti", "sitti", "muh", "muhammad", "moh", "m", "abd", "abdul", "ld", "wd", "st"}
_TITLES = {"dr", "dra", "drs", "ir", "h", "hj", "prof"}


def called(name: str) -> str:
    """What to call somebody: 'Dra. Wa Ode Sitti Contoh, M.Si.' is called 'Wa Ode Sitti'."""
    words = name.split(",")[0].split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _TITLES:
        words.pop(0)
    taken = words[:1]
    for word in words[1:3]:
        last = taken[-1].rstrip(".").lower()
        if last not in _LEADING or (len(taken) == 2 and last != "ode"):
            break
        taken.append(word)
    return " ".join(taken)


def greeting(name: str, at: time) -> str:
    """'Selamat pagi, Wa Ode Sitti': pagi from 04.00, siang from 11.00, sore from 15.00, malam from 18.00 on."""
    if time(4) <= at < time(11):
        return _("Good morning, %(name)s") % {"name": name}
    if time(11) <= at < time(15):
        return _("Good day, %(name)s") % {"name": name}
    if time(15) <= at < time(18):
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}
