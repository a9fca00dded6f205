"""What has come is being prepared until it has a call number; askers hear of both steps, each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from collections_app.choices import ARRIVED, DemandStatus, Origin
from collections_app.models import Item, Title
from collections_app.selectors import telling
from collections_app.services.joining import join_demands
from collections_app.services.orders import remove_line
from collections_app.services.patron_mail import send_news
from collections_app.services.receiving import tell_of_arrival
from collections_app.services.suggestions import CallNumberNeeded, set_status, shelve, shelve_title
from collections_app.services.telling import mark_sent
from tests.factories.collections_app import make_title
from tests.factories.gifts import make_gift, take_in
from tests.factories.orders import add_title, approve, make_order, make_receipt
from tests.factories.suggestions import make_partner, make_wish

pytestmark = pytest.mark.django_db
ANI = "6281234567890"


def today():
    return timezone.localdate()


def come(wish, **facts):
    title = make_title(wish.demand.title, copies=1, **facts)
    tell_of_arrival({wish.demand_id: title.pk}, by=None, on=today())
    wish.demand.refresh_from_db()
    return title


def words_to(number):
    found = telling.texts([number]).get(number)
    return found and found.words


def test_asker_reads_that_it_is_being_prepared_and_then_that_it_is_on_the_shelf(client):
    wish = make_wish(title="Bumi", phone=ANI)
    title = come(wish)
    page = f"/usul-buku/status/{wish.code}/"
    html = client.get(page).content.decode()
    assert "Sudah tiba, sedang diolah" in html and "Di rak" not in html
    assert "“Bumi”: Sudah tiba, sedang diolah" in words_to(ANI)
    mark_sent(telling.texts([ANI])[ANI].marks)
    assert words_to(ANI) is None
    assert "sedang diolah" in client.get(f"/katalog/{title.pk}/").content.decode()

    shelve(demand=wish.demand, call_number="813 TER b", by=None)

    assert "“Bumi”: Di rak" in words_to(ANI)
    assert Item.objects.get(title=title).call_number == "813 TER b"
    html = client.get(page).content.decode()
    assert "Di rak" in html and f"/katalog/{title.pk}/" in html
    assert "sedang diolah" not in client.get(f"/katalog/{title.pk}/").content.decode()


def test_what_comes_with_a_call_number_or_is_said_to_be_there_is_on_the_shelf(client):
    come(one := make_wish(title="Bumi"), call_number="813 TER b")
    other = make_wish(title="Bulan")
    set_status(demand=other.demand, status=DemandStatus.AVAILABLE, by=None, on=today())
    for wish in (one, other):
        assert "Di rak" in client.get(f"/usul-buku/status/{wish.code}/").content.decode()


def test_the_class_an_order_gave_is_no_place_on_the_shelf(client):
    wish = make_wish(title="Bumi")
    title = come(wish, classification="813")
    assert "Sudah tiba, sedang diolah" in client.get(f"/usul-buku/status/{wish.code}/").content.decode()
    page = client.get(f"/katalog/{title.pk}/").content.decode()
    assert "sedang diolah" in page and "813 ·" not in page
    assert "813" not in page and "Nomor panggil" not in page  # the class is said to colleagues only
    assert "813" not in client.get("/katalog/?q=Bumi").content.decode().partition("link-card")[2].partition("</a>")[0]
    title.origin = Origin.SLIMS
    title.save()
    page = client.get(f"/katalog/{title.pk}/").content.decode()
    assert "<dt>Nomor panggil</dt><dd>813</dd>" in page and "813 ·" in page


def test_who_read_that_it_is_on_the_shelf_is_not_told_that_it_is_being_prepared():
    wish = make_wish(title="Bumi", phone=ANI)
    come(wish)
    mark_sent([f"{wish.pk}:{DemandStatus.AVAILABLE}"])
    assert words_to(ANI) is None


def test_letters_and_messages_tell_both_steps_once(staff_user, mailoutbox):
    wish, colleague = make_wish(title="Bumi", email="ani@contoh.example"), staff_user(Role.LIBRARIAN)
    make_wish(title="Bumi", by=colleague)
    led = make_wish(title="Bumii", partner=make_partner(phone=ANI))
    join_demands(demand=led.demand, into=wish.demand, by=None)
    come(wish)
    send_news(today=today()), send_news(today=today() + timedelta(days=1))
    assert [mail.body.count("sedang diolah") for mail in mailoutbox] == [1]
    assert [wish.step for wish in telling.texts([ANI])[ANI].wishes] == [ARRIVED]

    shelve(demand=led.demand, call_number="813 TER b", by=None)
    shelve(demand=led.demand, call_number="813 TER c", by=None)

    send_news(today=today() + timedelta(days=2))
    assert len(mailoutbox) == 2 and "Di rak" in mailoutbox[1].body
    told = list(Message.objects.filter(recipient=colleague).order_by("pk").values_list("subject", flat=True))
    assert told == ["“Bumi”: Sudah tiba, sedang diolah", "“Bumi”: Di rak"]
    wish.demand.owned.refresh_from_db()
    assert wish.demand.owned.call_number == "813 TER b"


def test_a_librarian_writes_the_call_number_on_the_demand(client_as):
    wish = make_wish(title="Bumi")
    title, page = come(wish), f"/staf/koleksi/usulan/{wish.demand_id}/"
    client = client_as(Role.LIBRARIAN)
    assert f"{page}di-rak/" in client.get(page).content.decode()
    assert "Sudah tiba, sedang diolah" in client.get("/staf/koleksi/").content.decode()
    assert f"{page}di-rak/" not in client_as(Role.AGENCY_HEAD).get(page).content.decode()

    client.post(f"{page}di-rak/", {"call_number": " "})
    title.refresh_from_db()
    assert title.call_number == ""
    client.post(f"{page}di-rak/", {"call_number": " 813  TER b "})

    title.refresh_from_db()
    assert title.call_number == "813 TER b"
    assert f"{page}di-rak/" not in client.get(page).content.decode()
    with pytest.raises(CallNumberNeeded):
        shelve(demand=wish.demand, call_number="x" * 101, by=None)


def bought(title, **fields):
    """An order of a title nobody wished for, and its record after the delivery."""
    order = make_order()
    remove_line(order=order, line_id=order.lines.get().pk, by=None)
    add_title(order, title=title, copies=2, **fields)
    make_receipt(approve(order))
    return order, Title.objects.get(title=title)


def test_a_title_bought_without_a_wish_is_put_on_the_shelf_from_the_order(client_as, client):
    order, title = bought("Lontar", main_class="500")
    page, there = f"/staf/koleksi/pesanan/{order.pk}/", f"/staf/koleksi/katalog/{title.pk}/"
    keeper, head = client_as(Role.LIBRARIAN), client_as(Role.AGENCY_HEAD)
    assert f'href="{there}"' in keeper.get(page).content.decode()
    assert "sedang diolah" in client.get(f"/katalog/{title.pk}/").content.decode()
    deed = f"{there}nomor-panggil/"
    assert deed in keeper.get(there).content.decode() and deed not in head.get(there).content.decode()

    keeper.post(deed, {"call_number": "  "})
    assert Title.objects.get(pk=title.pk).call_number == ""
    answer = keeper.post(deed, {"call_number": " 499  LON l "}, follow=True).content.decode()

    assert "Nomor panggil dicatat." in answer
    assert {item.call_number for item in title.items.all()} == {"499 LON l"}
    public = client.get(f"/katalog/{title.pk}/").content.decode()
    assert "sedang diolah" not in public and "499 LON l" in public
    assert f'href="{there}"' not in keeper.get(page).content.decode()
    keeper.post(deed, {"call_number": "499 LON"})  # a slip put right
    assert {item.call_number for item in title.items.all()} == {"499 LON"}


def test_a_gift_leads_to_its_titles(client_as):
    gift = take_in(make_gift("Globe"))
    there = f"/staf/koleksi/katalog/{Title.objects.get(title='Globe').pk}/"
    assert f'href="{there}"' in client_as(Role.LIBRARIAN).get(f"/staf/koleksi/hadiah/{gift.pk}/").content.decode()


def test_the_call_number_of_another_system_is_left_to_it(client_as):
    title, keeper = make_title("Bumi", copies=1, origin="slims", call_number="813 A"), client_as(Role.LIBRARIAN)
    there = f"/staf/koleksi/katalog/{title.pk}/"
    assert "nomor-panggil" not in keeper.get(there).content.decode()
    keeper.post(f"{there}nomor-panggil/", {"call_number": "813 B"})
    title.refresh_from_db()
    assert title.call_number == "813 A"


def test_who_asked_hears_of_the_shelf_from_the_title_s_page_once():
    wish = make_wish(title="Bumi", phone=ANI)
    title = come(wish)
    shelve_title(title=title, call_number="813 TER b")
    assert "“Bumi”: Di rak" in words_to(ANI)
    shelve(demand=wish.demand, call_number="813 X", by=None)
    assert Item.objects.get(title=title).call_number == "813 TER b"


def test_the_class_a_book_was_bought_for_is_no_call_number(client):
    _order, title = bought("Lontar", main_class="800")
    page, rows = client.get(f"/katalog/{title.pk}/").content.decode(), client.get("/katalog/?q=lontar").content.decode()
    for html in (page, rows):
        assert "sedang diolah" in html and "800" not in html
    assert "eksemplar di sini" not in rows
    Item.objects.filter(pk=title.items.first().pk).update(location="Ruang baca")
    assert "1 eksemplar di sini" in client.get("/katalog/?q=lontar").content.decode()
    client.cookies["bahasa"] = "en"
    assert "being prepared" in client.get(f"/katalog/{title.pk}/").content.decode()
