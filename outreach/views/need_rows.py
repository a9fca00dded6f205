"""Community needs as tables draw them: words and tones, no statement of their own."""

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
