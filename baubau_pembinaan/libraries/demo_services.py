"""The demo's services: invented hours and promises for the demo's service points."""

from typing import Any

Span = tuple[int, tuple[int, int], tuple[int, int]]

WEEKDAYS: list[Span] = [
    *((day, (8, 0), (16, 0)) for day in range(4)),
    (4, (8, 0), (11, 30)),
    (4, (13, 30), (16, 30)),
    (5, (9, 0), (14, 0)),
]
ROUTE: list[Span] = [(1, (14, 0), (16, 0)), (3, (14, 0), (16, 0))]

# code: (unit, service point, words, hours)
SERVICES: dict[str, tuple[str, str, dict[str, Any], list[Span]]] = {
    "peminjaman": (
        "layanan", "sirkulasi",
        {
            "name": "Peminjaman dan pengembalian", "name_en": "Borrowing and returning",
            "summary": "Pinjam dua buku selama tujuh hari, perpanjang satu kali.",
            "summary_en": "Borrow two books for seven days, renew once.",
            "audience": "Anggota perpustakaan", "audience_en": "Members of the library",
            "place": "Lantai 1", "place_en": "First floor",
            "requirements": "Kartu anggota\nBuku yang akan dipinjam",
            "requirements_en": "Your library card\nThe books you want",
            "steps": "Cari buku di katalog atau rak\nBawa buku dan kartu ke meja sirkulasi\nTerima tanggal kembali",
            "steps_en": "Find the book in the catalogue or on the shelf\nBring book and card to the desk\n"
            "Take the date of return",
            "time_promised": "5 menit", "time_promised_en": "5 minutes",
            "product": "Buku pinjaman", "product_en": "Borrowed books",
            "accessibility": "Meja rendah untuk kursi roda; petugas membantu mengambil buku.",
            "accessibility_en": "A low desk for wheelchairs; staff fetch books for you.",
            "legal_basis": "UU 43/2007 tentang Perpustakaan\nUU 25/2009 tentang Pelayanan Publik",
            "facilities": "Meja sirkulasi\nKomputer katalog\nRuang tunggu",
            "staff_competence": "Memahami aturan peminjaman dan penelusuran katalog",
            "supervision": "Kepala Bidang Layanan memeriksa catatan sirkulasi setiap pekan",
            "staff_number": 2,
            "guarantee": "Dilayani menurut urutan datang, tanpa biaya",
            "security": "Data anggota tidak diberikan kepada pihak lain",
            "evaluation": "Survei Kepuasan Masyarakat setiap triwulan",
        },
        WEEKDAYS,
    ),
    "taman-baca-anak": (
        "layanan", "anak",
        {
            "name": "Taman baca anak", "name_en": "Children's reading garden", "kind": "anak",
            "summary": "Satu lantai penuh buku bergambar, dongeng, dan tempat bermain.",
            "summary_en": "A floor of picture books, stories and a place to play.",
            "audience": "Anak sampai 12 tahun bersama pendamping",
            "audience_en": "Children up to 12 with a companion",
            "place": "Lantai 2", "place_en": "Second floor",
        },
        WEEKDAYS,
    ),
    "ruang-laktasi": (
        "layanan", "anak",
        {
            "name": "Ruang laktasi", "name_en": "Lactation room", "kind": "fasilitas",
            "summary": "Ruang tertutup dengan kursi, wastafel, dan lemari pendingin.",
            "summary_en": "A private room with a chair, a basin and a fridge.",
            "audience": "Ibu menyusui", "audience_en": "Nursing mothers",
            "place": "Lantai 2", "place_en": "Second floor",
        },
        WEEKDAYS,
    ),
    "perpustakaan-keliling": (
        "pembinaan", "keliling",
        {
            "name": "Perpustakaan keliling", "name_en": "Mobile library", "kind": "keliling",
            "summary": "Mobil dengan 400 buku singgah di sekolah dan kelurahan.",
            "summary_en": "A van with 400 books stops at schools and villages.",
            "audience": "Semua warga", "audience_en": "Everybody",
            "place": "Selasa: Lapangan Palabusa. Kamis: Balai Kelurahan Wameo",
            "place_en": "Tuesday: Palabusa field. Thursday: Wameo village hall",
        },
        ROUTE,
    ),
    "iwolio": (
        "koleksi", "digital",
        {
            "name": "Buku digital iWOLIO", "name_en": "iWOLIO digital books", "kind": "digital",
            "summary": "Baca buku digital dari telepon, kapan saja.",
            "summary_en": "Read digital books on your phone at any time.",
            "audience": "Semua warga", "audience_en": "Everybody",
            "requirements": "Telepon atau komputer dengan internet",
            "requirements_en": "A phone or computer with internet",
        },
        [],
    ),
}  # fmt: skip
ANNOUNCEMENT = {
    "title": "Contoh: ruang baca lantai 3 dibuka kembali",
    "title_en": "Sample: the reading room on floor 3 is open again",
    "text": "Ruang baca terbuka sudah selesai diperbaiki. Silakan datang dan membaca di sana.",
    "text_en": "The open-air reading room has been repaired. Come and read there.",
}
