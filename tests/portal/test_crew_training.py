"""The training of those who lead events for children and youth: beside each event, and as the head's list of gaps."""

import pytest
from django.utils import timezone

from tests.factories.outreach import make_event, make_facilitator, make_session
from tests.factories.training import make_entry, make_held, make_programme, make_worker
from tests.pages import assert_same_queries
from training.models import JpEntry, SubjectArea

pytestmark = pytest.mark.django_db
GAPS = "/staf/kegiatan/pemandu/"


def verify(entry: JpEntry) -> JpEntry:
    entry.status, entry.decided_at = "verified", timezone.now()
    entry.save()
    return entry


def children_event(profile, **fields):
    event = make_event(**{"audience": "anak", "age_min": 4, "age_max": 9, **fields})
    make_facilitator(event, profile)
    make_session(event)
    return event


def trained_inside() -> object:
    person = make_worker()
    programme = make_programme(subject=SubjectArea.objects.get(code="anak-remaja"), title="Mendongeng untuk Balita")
    make_held(programme, profiles=[person])
    for entry in JpEntry.objects.filter(profile=person):
        verify(entry)
    return person


def test_an_event_shows_what_its_leader_learnt_for_children(client_as):
    event = children_event(trained_inside())
    assert "Mendongeng untuk Balita" in page(client_as, event)
    untrained = children_event(make_worker())
    make_entry(untrained.crew.get().profile, title="Seminar anak usia dini")  # nobody has verified it yet
    html = page(client_as, untrained)
    assert "Belum ada" in html
    assert "Seminar anak usia dini" not in html
    verify(JpEntry.objects.get(title="Seminar anak usia dini"))
    assert "Seminar anak usia dini" in page(client_as, untrained)


def page(client_as, event) -> str:
    return client_as("Pemeriksa").get(f"/staf/kegiatan/acara/{event.pk}/").content.decode()


def test_an_event_for_grown_ups_asks_for_no_such_training(client_as):
    event = children_event(make_worker(), audience="umum", age_min=18, age_max=120)
    assert "Pelatihan layanan anak" not in page(client_as, event)


def test_the_head_sees_who_leads_untrained_first(client_as):
    trained, untrained = trained_inside(), make_worker()
    verify(make_entry(untrained, title="Seminar katalogisasi"))  # about something else
    children_event(trained)
    children_event(untrained)
    gone = make_worker()
    gone.left_on = timezone.localdate()
    gone.save()
    children_event(gone)
    helper = make_event(audience="anak")
    make_facilitator(helper, make_worker(name="Pendamping Saja"), role="pendamping")
    make_session(helper)
    past = make_event(audience="anak")
    make_facilitator(past, make_worker(name="Dulu Memandu"))
    make_session(past, days=-20)
    html = client_as("Kepala Bidang").get(GAPS).content.decode()
    assert html.index(untrained.name) < html.index(trained.name)
    assert "1 rekan memandu tanpa pelatihan" in html
    for name in (gone.name, "Pendamping Saja", "Dulu Memandu"):
        assert name not in html


def test_nobody_leads(client_as):
    assert client_as("Kepala Bidang").get(GAPS).status_code == 200


def test_the_pages_cost_the_same_for_one_and_three(client_as):
    head, event = client_as("Kepala Bidang"), make_event(audience="anak")
    make_session(event)

    def more():
        person = make_worker()
        make_facilitator(event, person)
        verify(make_entry(person, title="Lokakarya mendongeng anak"))
        children_event(person)

    assert_same_queries(head, GAPS, more)
    assert_same_queries(head, f"/staf/kegiatan/acara/{event.pk}/", more)
