"""Topic packs: titles and links in their order, public only with something in them."""

import pytest

from outreach.models import PackItem, TopicPack
from tests.factories.outreach import make_pack
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
FORM = {"title": "Tenun", "question": "Dari mana motifnya?", "is_published": "on"}
NEW = "/staf/kegiatan/paket/baru/"


def test_a_pack_is_written_as_lines_and_read_by_everybody(client, client_as):
    planner = client_as("Pustakawan")
    assert planner.post(NEW, FORM).status_code == 200  # public, but empty
    lines = "Motif Tenun | Contoh, C. / 746 CON\nMuseum | https://example.org/tenun\n\n<b>Naskah</b>"
    assert planner.post(NEW, FORM | {"lines": lines}).status_code == 302
    pack = TopicPack.objects.get()
    assert list(pack.items.values_list("title", "shelf", "url")) == [
        ("Motif Tenun", "Contoh, C. / 746 CON", ""),
        ("Museum", "", "https://example.org/tenun"),
        ("<b>Naskah</b>", "", ""),
    ]
    html = client.get(f"/paket-informasi/{pack.pk}/").content.decode()
    assert 'href="https://example.org/tenun"' in html
    assert "<b>Naskah" not in html
    assert (
        "Museum |  | https://example.org/tenun" in planner.get(f"/staf/kegiatan/paket/{pack.pk}/ubah/").content.decode()
    )
    planner.post(f"/staf/kegiatan/paket/{pack.pk}/ubah/", FORM | {"lines": "Hanya satu"})
    assert PackItem.objects.get().title == "Hanya satu"


@pytest.mark.parametrize("line", ["Jahat | x | javascript:alert(1)", " | rak", "x" * 201])
def test_a_line_that_is_no_title_is_refused(client_as, line):
    assert client_as("Pustakawan").post(NEW, FORM | {"lines": line}).status_code == 200
    assert not TopicPack.objects.exists()


def test_what_is_not_open_is_unknown_outside(client, client_as):
    pack = make_pack(is_published=False)
    assert client.get(f"/paket-informasi/{pack.pk}/").status_code == 404
    assert pack.title not in client.get("/paket-informasi/").content.decode()
    planner = client_as("Pustakawan")
    assert pack.title in planner.get("/staf/kegiatan/paket/").content.decode()
    assert planner.get(f"/staf/kegiatan/paket/{pack.pk}/poster/").status_code == 404
    assert planner.get(f"/staf/kegiatan/paket/{make_pack().pk}/poster/").content.startswith(b"%PDF")


def test_the_pages_cost_the_same_for_one_and_three(client, client_as):
    pack = make_pack()
    assert_same_queries(client_as("Pustakawan"), "/staf/kegiatan/paket/", make_pack)
    assert_same_queries(client, "/paket-informasi/", make_pack)
    assert_same_queries(client, f"/paket-informasi/{pack.pk}/", make_pack)
