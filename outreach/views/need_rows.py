"""Community needs as tables draw them: words and tones, no statement of their own."""

from django.utils.text import capfirst

from outreach.choices import NeedStatus
from outreach.models import Need

TONES = {
    NeedStatus.NEW: "plain",
    NeedStatus.TAKEN_UP: "info",
    NeedStatus.ACTED_ON: "wait",
    NeedStatus.DONE: "done",
    NeedStatus.DECLINED: "late",
}


def need_tone(need: Need) -> str:
    return TONES[NeedStatus(need.status)]


def told_word(need: Need) -> tuple[str, str]:
    """Where it stands for whoever asked, and its tone."""
    return capfirst(str(need.told_status.label)), TONES[need.told_status]
