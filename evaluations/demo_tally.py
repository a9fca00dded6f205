"""The demo's reference questions: seven months of an ordinary desk."""

from datetime import timedelta

from baubau_pembinaan.core.demo import DemoContext
from evaluations.models import ReferenceTally, ReferenceTopic
from evaluations.tally_choices import TallyChannel, TallyMinutes, TallyResult

DAYS = 210
RESULTS = ([TallyResult.ANSWERED, TallyResult.REFERRED, TallyResult.UNANSWERED], [82, 10, 8])
CHANNELS = ([TallyChannel.DESK, TallyChannel.WHATSAPP, TallyChannel.PHONE, TallyChannel.CHAT], [68, 20, 8, 4])
SPANS = ([TallyMinutes.FIVE, TallyMinutes.FIFTEEN, TallyMinutes.MORE], [6, 3, 1])


def load(context: DemoContext) -> None:
    if ReferenceTally.objects.filter(is_demo=True).exists():
        return
    dice, points = context.rng, context.shared["service_points"]
    people = [context.shared["users"][name].profile for name in ("pustakawan", "petugas")]
    topics = list(ReferenceTopic.objects.order_by("order", "pk"))
    weights = list(range(len(topics) + 2, 2, -1))
    rows = []
    for back in range(DAYS, 0, -1):
        day = context.as_of - timedelta(days=back)
        for _number in range(0 if day.weekday() == 6 else dice.randint(2, 6)):
            rows.append(
                ReferenceTally(
                    staff=dice.choice(people),
                    day=day,
                    topic=dice.choices(topics, weights)[0],
                    channel=dice.choices(*CHANNELS)[0],
                    result=dice.choices(*RESULTS)[0],
                    minutes=dice.choices(*SPANS)[0],
                    service_point=points["referensi"],
                    is_demo=True,
                )
            )
    ReferenceTally.objects.bulk_create(rows, batch_size=1000)


def clear(context: DemoContext) -> None:
    ReferenceTally.objects.filter(is_demo=True).delete()
