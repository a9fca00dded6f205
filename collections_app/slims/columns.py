"""The two layouts of SLiMS and the names their columns go by.

Source: slims/slims9_bulian, admin/modules/bibliography: export.php, import.php, item_export.php, item_import.php.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

BIBLIOGRAPHY = (
    "title",
    "gmd_name",
    "edition",
    "isbn_issn",
    "publisher_name",
    "publish_year",
    "collation",
    "series_title",
    "call_number",
    "language_name",
    "place_name",
    "classification",
    "notes",
    "image",
    "sor",
    "authors",
    "topics",
    "item_code",
)
ITEMS = (
    "item_code",
    "call_number",
    "coll_type_name",
    "inventory_code",
    "received_date",
    "supplier_name",
    "order_no",
    "location_name",
    "order_date",
    "item_status_name",
    "site",
    "source",
    "invoice",
    "price",
    "price_currency",
    "invoice_date",
    "input_date",
    "last_update",
)
ITEM_TITLE = "title"  # newer versions append the title of the copy

_NAMES: dict[str, str] = {
    "title": "title judul titel titre titulo titolo tajuk judulbuku namabuku booktitle judulutama",
    "gmd_name": "gmd gmdname jenisfile jenisbahan medium media materialtype bentukfisik jenisdokumen gmdnama format "
    "medientyp",
    "edition": "edition edisi auflage edicion edizione druk cetakan jumlahrevisiatauperubahan edisike",
    "isbn_issn": "isbnissn isbn issn isbnatauissn noisbn nomorisbn isbn13 isbn10 standardnumber",
    "publisher_name": "publisher publishername penerbit verlag editeur editorial editora editore uitgever namapenerbit",
    "publish_year": "publishyear year tahun tahunterbit jahr annee ano anno jaar thnterbit publicationyear pubyear "
    "erscheinungsjahr tahunpenerbitan",
    "collation": "collation kolasi deskripsifisik physicaldescription jumlahhalamandandimensi halaman umfang "
    "pages extent "
    "jumlahhalaman",
    "series_title": "seriestitle series seri judulseri seribuku reihe serie collana reeks",
    "call_number": "callnumber nopanggil nomorpanggil callno signatur cote signatura nopanggilbuku panggil",
    "language_name": "languagename language bahasa sprache langue idioma lingua taal namabahasa",
    "place_name": "placename place tempatterbit kotaterbit kota alamat ort lieu lugar luogo plaats publishplace "
    "placeofpublication tempat erscheinungsort",
    "classification": "classification klasifikasi klas class ddc nomorklas noklas noklasifikasi dewey kelas "
    "nomorklasifikasi clasificacion klassifikation",
    "notes": "notes note abstrak abstract catatan tambahan anmerkungen keterangan deskripsiisi notas ringkasan "
    "abstrakcatatan",
    "image": "image cover gambar sampul bild gambarsampul coverimage foto",
    "sor": "sor statementofresponsibility pernyataantanggungjawab penanggungjawab tanggungjawab penasehat "
    "pernyataanpertanggungjawaban "
    "verantwortlich",
    "authors": "authors author pengarang penulis autor autoren auteur auteurs autore auteursnaam penulistambahan "
    "namapengarang pencipta creator authorname "
    "pengarangutama autores",
    "topics": "topics topic subjek subject subjects subyek schlagwort sujet materia soggetto onderwerp topik "
    "tajuksubjek katakunci keywords "
    "subjektopik schlagworte temas sujets",
    "item_code": "itemcode itemcodes barcode barcodes kodeeksemplar kodeitem nomorindukbukuataubarcode nomorbarcode "
    "nobarcode eksemplar exemplar noindukbuku kodebuku kodebarcode "
    "noeksemplar nomoreksemplar daftareksemplar nomorindukbuku ejemplares copies itembarcode exemplaires "
    "codebarres exemplare",
    "coll_type_name": "colltypename colltype collectiontype tipekoleksi jeniskoleksi collection",
    "inventory_code": "inventorycode inventory nomorinventaris noinventaris kodeinventaris nomorinduk noinduk "
    "inventoryno accessionnumber",
    "received_date": "receiveddate tanggalterima tglterima tanggalpenerimaan received dateacquired tanggalperolehan",
    "supplier_name": "suppliername supplier pemasok agen namapemasok rekanan vendor",
    "order_no": "orderno ordernumber nomorpesanan nopesan nopemesanan nomorpemesanan",
    "location_name": "locationname location lokasi namalokasi standort localisation lokasiruang",
    "order_date": "orderdate tanggalpesan tglpesan tanggalpemesanan",
    "item_status_name": "itemstatusname itemstatus status statuseksemplar statusitem namastatus",
    "site": "site rak lokasirak shelf shelflocation letak",
    "source": "source sumber asal sumberperolehan perolehan asalbuku sourceofitem caraperolehan",
    "invoice": "invoice faktur nofaktur nomorfaktur invoicenumber kuitansi",
    "price": "price harga preis prix precio prezzo prijs hargabuku hargasatuan",
    "price_currency": "pricecurrency currency matauang waehrung devise moneda",
    "invoice_date": "invoicedate tanggalfaktur tglfaktur",
    "input_date": "inputdate tanggalinput tglinput tanggalentri dibuat",
    "last_update": "lastupdate lastupdated terakhirdiubah terakhirdiperbarui tanggalperbarui diperbarui",
}
_WORDS_OF_LOAN_DATE = (
    "loandate tanggalpinjam tglpinjam tanggalpeminjaman tglpeminjaman dateofloan checkoutdate ausleihdatum"
)
LOAN_DATE = frozenset(_WORDS_OF_LOAN_DATE.split())
_WORDS_OF_ROWS = "no nr nomor nomer nourut nomorurut urutan num number row baris"
RUNNING = frozenset(_WORDS_OF_ROWS.split())  # they count the rows
BY_NAME: dict[str, str] = {name: field for field, names in _NAMES.items() for name in names.split()}


LABELS = {
    "title": _("title"),
    "gmd_name": _("medium"),
    "edition": _("edition"),
    "isbn_issn": _("ISBN or ISSN"),
    "publisher_name": _("publisher"),
    "publish_year": _("year of publication"),
    "collation": _("extent"),
    "series_title": _("series"),
    "call_number": _("call number"),
    "language_name": _("language"),
    "place_name": _("place of publication"),
    "classification": _("class"),
    "notes": _("notes"),
    "image": _("cover file of the source"),
    "sor": _("statement of responsibility"),
    "authors": _("authors"),
    "topics": _("subjects"),
    "item_code": _("item code"),
    "coll_type_name": _("type of collection"),
    "inventory_code": _("accession number (nomor induk)"),
    "received_date": _("received on"),
    "supplier_name": _("supplier"),
    "order_no": _("order number"),
    "location_name": _("location"),
    "order_date": _("ordered on"),
    "item_status_name": _("status"),
    "site": _("shelf"),
    "source": _("came by"),
    "invoice": _("invoice number"),
    "price": _("price (Rp)"),
    "price_currency": _("currency"),
    "invoice_date": _("invoiced on"),
    "input_date": _("entered on"),
    "last_update": _("changed on"),
    "loan_date": _("last lent on"),
    "link": _("address of the digital form"),
    "contributors": _("authors"),
    "subjects": _("subjects"),
    "responsibility": _("statement of responsibility"),
    "publisher": _("publisher"),
    "place": _("place of publication"),
    "series": _("series"),
    "language": _("language"),
    "medium": _("medium"),
    "year_given": _("year of publication"),
    "isbn_given": _("ISBN or ISSN"),
    "collection_type": _("type of collection"),
    "location": _("location"),
    "supplier": _("supplier"),
    "status_given": _("status"),
}


def label_of(field: str) -> str:
    """A column in the reader's language; a heading nobody knows as it stands."""
    return str(LABELS.get(field, field))


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row is made of words that head columns: three at least, and most of what it says."""
    said = [cell for cell in cells if cell.strip()]
    known = sum(1 for cell in said if field_called(cell))
    return known >= 3 and known * 2 > len(said)


def flat(heading: str) -> str:
    """A heading without accents, signs and capitals."""
    plain = unicodedata.normalize("NFKD", heading.strip().lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def field_called(heading: str) -> str:
    """The column a heading means, whichever language it is in; "" where nobody knows the word."""
    return BY_NAME.get(flat(heading), "")
