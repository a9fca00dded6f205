"""The demo's wishes: real titles (bibliographic facts only), invented askers, every step on the way to the shelf."""

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from collections_app import demo_board, demo_care, demo_gifts, demo_money, demo_partners, demo_shelf
from collections_app.choices import Audience, DemandStatus
from collections_app.models import Demand, RefusalReason, Suggestion
from collections_app.services.suggestions import set_status, suggest
from collections_app.services.words import renew_words

REASON = "Data contoh"
# title, author, publisher, for whom, patrons who ask, step, reason
WISHES = [
    (
        "Laut Bercerita",
        "Leila S. Chudori",
        "Kepustakaan Populer Gramedia",
        Audience.ADULT,
        5,
        DemandStatus.ACCEPTED,
        "",
    ),
    ("Cantik Itu Luka", "Eka Kurniawan", "Gramedia Pustaka Utama", Audience.ADULT, 4, DemandStatus.ORDERED, ""),
    ("Bumi", "Tere Liye", "Gramedia Pustaka Utama", Audience.YOUTH, 4, DemandStatus.AVAILABLE, ""),
    ("Filosofi Teras", "Henry Manampiring", "Penerbit Buku Kompas", Audience.ADULT, 3, DemandStatus.NEW, ""),
    ("Si Anak Badai", "Tere Liye", "Republika", Audience.YOUTH, 3, DemandStatus.NEW, ""),
    ("Na Willa", "Reda Gaudiamo", "Post Press", Audience.CHILDREN, 2, DemandStatus.REVIEW, ""),
    ("Ronggeng Dukuh Paruk", "Ahmad Tohari", "Gramedia Pustaka Utama", Audience.ADULT, 2, DemandStatus.NEW, ""),
    ("Aroma Karsa", "Dee Lestari", "Bentang Pustaka", Audience.ADULT, 2, DemandStatus.NEW, ""),
    ("Tarian Bumi", "Oka Rusmini", "Gramedia Pustaka Utama", Audience.ADULT, 1, DemandStatus.DECLINED, "budget"),
    ("Atheis", "Achdiat K. Mihardja", "Balai Pustaka", Audience.ADULT, 1, DemandStatus.DECLINED, "owned"),
    ("Negeri 5 Menara", "Ahmad Fuadi", "Gramedia Pustaka Utama", Audience.YOUTH, 2, DemandStatus.NEW, ""),
    ("Orang-Orang Biasa", "Andrea Hirata", "Bentang Pustaka", Audience.ADULT, 1, DemandStatus.NEW, ""),
]


def load(context: DemoContext) -> None:
    """The shelf, wishes for what is not on it or has come, then the money and the orders that meet some of them."""
    demo_shelf.load(context, wished={row[0] for row in WISHES if row[5] != DemandStatus.AVAILABLE} - {"Atheis"})
    _wishes(context)
    # In the order of their days: accession numbers and minutes are numbered as things arrive.
    is_new = demo_money.load(context)
    demo_gifts.load(context)
    if is_new:
        demo_money.load_late(context)
    renew_words()  # a misspelt search is put right from the first day on, also once another catalogue was imported
    demo_partners.load(context)
    demo_board.load(context)
    demo_care.load(context)


def _wishes(context: DemoContext) -> None:
    """Wishes of the last two months; those that stand there already stay as they are."""
    if Demand.objects.filter(is_demo=True).exists():
        return
    head = context.shared["users"]["kabid"]
    reasons = {reason.code: reason for reason in RefusalReason.objects.all()}
    for number, (title, author, publisher, audience, askers, step, reason) in enumerate(WISHES):
        demand = None
        for asker in range(askers):
            wish = suggest(
                title=title,
                author=author,
                publisher=publisher,
                audience=audience,
                name=f"Pemustaka Contoh {number + 1}{'abcde'[asker]}",
                phone=f"62811{number:04d}{asker:04d}" if asker == 0 else "",
                on=context.days_ago(58 - 4 * number - asker),
                is_demo=True,
            )
            demand = wish.demand
        if demand is not None and step != DemandStatus.NEW:
            with acting(head, REASON):
                on = context.days_ago(max(1, 40 - 3 * number))
                set_status(demand=demand, status=step, by=head, on=on, reason=reasons.get(reason))


def clear(context: DemoContext) -> None:
    """Take the invented wishes away; a demand that real people joined stays, with its name in `kept`."""
    with acting(context.by, "Data contoh dihapus"):
        demo_care.clear(context)
        demo_board.clear(context)
        demo_partners.clear(context)
        demo_gifts.clear(context)
        demo_money.clear(context)
        for demand in Demand.objects.filter(is_demo=True).order_by("pk"):
            invented = Suggestion.objects.filter(demand=demand, asked_by=None, name__startswith="Pemustaka Contoh")
            invented.delete()
            if demand.order_lines.exists() or demand.selection_lines.exists():  # a real order or sheet holds it
                context.kept.append(demand.title)
                continue
            if Suggestion.objects.filter(demand=demand).exists() or Demand.objects.filter(joined_to=demand).exists():
                context.kept.append(demand.title)
            else:
                demand.delete()
        demo_shelf.clear(context)
