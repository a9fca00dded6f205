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

# What every service of the office has alike in its standard.
ALIKE: dict[str, Any] = {
    "legal_basis": "UU 43/2007 tentang Perpustakaan\nUU 25/2009 tentang Pelayanan Publik",
    "supervision": "Kepala Bidang Layanan memeriksa catatan layanan setiap pekan",
    "guarantee": "Dilayani dengan ramah menurut urutan datang, tanpa biaya",
    "security": "Data pemustaka tidak diberikan kepada pihak lain",
    "evaluation": "Survei Kepuasan Masyarakat setiap triwulan",
    "legal_basis_en": "Law 43/2007 on libraries\nLaw 25/2009 on public services",
    "supervision_en": "The head of the services division looks at the records of the service every week",
    "guarantee_en": "Friendly service in the order of arrival, free of charge",
    "security_en": "Nobody else is given the data of patrons",
    "evaluation_en": "The Community Satisfaction Survey every quarter",
}
MOBILE = "perpustakaan-keliling"
# (day, arrives, leaves, place, place in English) of the mobile library
STOPS: list[tuple[int, tuple[int, int], tuple[int, int], str, str]] = [
    (1, (14, 0), (16, 0), "Lapangan Palabusa", "Palabusa field"),
    (3, (14, 0), (16, 0), "Balai Kelurahan Wameo", "Wameo village hall"),
]

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
            "facilities": "Meja sirkulasi\nKomputer katalog\nRuang tunggu",
            "facilities_en": "The lending desk\nCatalogue computers\nA waiting room",
            "staff_competence": "Memahami aturan peminjaman dan penelusuran katalog",
            "staff_competence_en": "Knows the rules of lending and how to search the catalogue",
            "staff_number": 2,
            **ALIKE,
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
            "requirements": "Anak ditemani orang dewasa\nTas besar dititipkan di loker",
            "requirements_en": "A grown-up stays with the child\nLarge bags go into a locker",
            "steps": "Isi buku tamu anak\nPilih buku atau mainan\nKembalikan ke keranjang sebelum pulang",
            "steps_en": "Sign the children's guest book\nChoose books or toys\n"
            "Put them into the basket before you leave",
            "time_promised": "Langsung dilayani", "time_promised_en": "At once",
            "product": "Buku bergambar, dongeng, dan permainan edukatif",
            "product_en": "Picture books, stories and learning games",
            "accessibility": "Lantai rata, rak rendah, dan toilet anak; lift dari lantai 1.",
            "accessibility_en": "A level floor, low shelves and a children's toilet; a lift from the first floor.",
            "facilities": "Karpet baca\nRak rendah\nPanggung dongeng", "staff_number": 2,
            "staff_competence": "Mendongeng dan mendampingi anak membaca",
            "facilities_en": "A reading carpet\nLow shelves\nA stage for stories",
            "staff_competence_en": "Tells stories and reads with children",
            **ALIKE,
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
            "requirements": "Tidak ada syarat", "requirements_en": "Nothing is required",
            "steps": "Minta kunci di meja anak\nPakai ruang selama diperlukan\nKembalikan kunci",
            "steps_en": "Ask for the key at the children's desk\nUse the room as long as you need\n"
            "Bring the key back",
            "time_promised": "2 menit untuk kunci", "time_promised_en": "2 minutes for the key",
            "product": "Ruang tertutup yang bersih", "product_en": "A clean private room",
            "accessibility": "Pintu lebar untuk kursi roda dan kereta bayi.",
            "accessibility_en": "A wide door for wheelchairs and prams.",
            "facilities": "Kursi menyusui\nWastafel\nLemari pendingin", "staff_number": 1,
            "staff_competence": "Ramah dan menjaga privasi pemustaka",
            "facilities_en": "A nursing chair\nA basin\nA fridge",
            "staff_competence_en": "Friendly and discreet",
            **ALIKE,
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
            "place": "Di tempat singgah", "place_en": "At its stops",
            "requirements": "Kartu anggota untuk meminjam; membaca di tempat tanpa kartu",
            "requirements_en": "A library card to borrow; none to read at the van",
            "steps": "Datang ke tempat singgah\nPilih buku di mobil\nCatat pinjaman pada petugas\n"
            "Kembalikan pada kunjungan berikutnya",
            "steps_en": "Come to the stop\nChoose books in the van\nHave the loan written down\n"
            "Bring them back at the next visit",
            "time_promised": "5 menit untuk peminjaman", "time_promised_en": "5 minutes to borrow",
            "product": "Buku pinjaman dan bacaan di tempat", "product_en": "Books to borrow and to read at the van",
            "accessibility": "Petugas membawakan buku ke bawah bagi yang tidak dapat naik.",
            "accessibility_en": "Staff bring books down to those who cannot climb in.",
            "facilities": "Mobil layanan\n400 buku\nTenda dan kursi lipat", "staff_number": 3,
            "staff_competence": "Mengenal warga setempat dan bercerita untuk anak",
            "facilities_en": "The van\n400 books\nA tent and folding chairs",
            "staff_competence_en": "Knows the people of the place and tells stories to children",
            **ALIKE,
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
            "place": "Di mana saja", "place_en": "Anywhere",
            "steps": "Pasang aplikasi iWOLIO\nDaftar dengan surel\nPilih buku dan baca",
            "steps_en": "Install the iWOLIO app\nRegister with an e-mail address\nChoose a book and read",
            "time_promised": "Langsung setelah mendaftar", "time_promised_en": "At once after registering",
            "product": "Buku digital selama tujuh hari", "product_en": "A digital book for seven days",
            "accessibility": "Huruf dapat diperbesar; sebagian buku dapat dibacakan.",
            "accessibility_en": "Letters can be enlarged; some books can be read aloud.",
            "facilities": "Aplikasi\nKomputer di lantai 2", "staff_number": 1,
            "staff_competence": "Membantu memasang aplikasi dan mendaftar",
            "facilities_en": "The app\nComputers on the second floor",
            "staff_competence_en": "Helps to install the app and to register",
            **ALIKE,
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
