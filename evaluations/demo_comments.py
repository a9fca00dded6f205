"""The demo's decisions about patrons' comments: most of the older ones decided, one overdue, the newest waiting."""

from datetime import timedelta

from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.core.demo import DemoContext
from evaluations.choices import CommentKind, CommentState
from evaluations.models import Comment
from evaluations.services.comments import Decision, decide_comment, finish_comment

# A word of the comment -> what follows and what the library answers ("you said, we did")
ANSWERS = [
    ("colokan", CommentKind.FIX, "Delapan colokan baru dipasang di lantai 1."),
    ("referensi daerah", CommentKind.TRAINING, "Petugas mengikuti pelatihan penelusuran koleksi daerah."),
    ("sejarah Buton", CommentKind.BOOK, "Dua belas judul sejarah Buton masuk rencana pengadaan."),
    ("mendongeng", CommentKind.THANKS, "Terima kasih. Mendongeng kini dua kali sebulan."),
    ("tiap pekan", CommentKind.EVENT, "Jadwal perpustakaan keliling ditambah satu hari."),
    ("terima kasih", CommentKind.THANKS, ""),
    ("", CommentKind.FIX, ""),
]


def decide(context: DemoContext) -> None:
    """Decide on the demo comments of closed periods; in the open one half wait and one is overdue."""
    users: dict[str, User] = context.shared["users"]
    head = users["kabid"]
    owner = StaffProfile.objects.filter(is_demo=True).exclude(user=head).exclude(user=None).order_by("pk").first()
    waiting = Comment.objects.filter(period__survey__is_demo=True, handling=None).select_related("period")
    for number, comment in enumerate(waiting.order_by("period__starts_on", "day", "text", "pk")):
        if comment.period.is_open and number % 2:
            continue
        kind, answer = next((kind, said) for word, kind, said in ANSWERS if word in comment.text)
        late = comment.period.is_open and not answer
        decision = Decision(
            state=CommentState.PUBLIC,
            kind=kind,
            owner=owner if kind != CommentKind.THANKS else None,
            due_on=context.days_ago(3) if late and owner and kind != CommentKind.THANKS else None,
        )
        decide_comment(comment=comment, decision=decision, by=head, seen=0)
        if answer or comment.period.is_closed:
            day = min(comment.day + timedelta(days=14), context.as_of)
            finish_comment(comment=comment, answer=answer, by=head, today=day)
