"""The demo's partners: schools, clubs, media and a kelurahan, all invented."""

from outreach.choices import PartnerKind

PARTNERS = [
    ("SD Negeri Contoh 1 Lipu", PartnerKind.SD, "40409001", "Lipu", "Ibu Contoh Wali"),
    ("SD Negeri Contoh 2 Melai", PartnerKind.SD, "40409002", "Melai", "Bapak Contoh Rusli"),
    ("MI Contoh Al-Ikhlas", PartnerKind.SD, "40409003", "Wameo", "Ibu Contoh Hasna"),
    ("SMP Negeri Contoh 1", PartnerKind.SMP, "40409004", "Bataraguru", "Bapak Contoh Amir"),
    ("SMA Negeri Contoh 2", PartnerKind.SMA, "40409005", "Kadolomoko", "Ibu Contoh Nur"),
    ("SMK Contoh Bahari", PartnerKind.SMK, "40409006", "Tarafu", "Bapak Contoh Idris"),
    ("SLB Contoh Harapan", PartnerKind.SLB, "40409007", "Wajo", "Ibu Contoh Yuni"),
    ("TK Contoh Pelangi", PartnerKind.PAUD, "40409008", "Tomba", "Ibu Contoh Sari"),
    ("TBM Contoh Pesisir", PartnerKind.TBM, "", "Bone-bone", "Kak Contoh Dian"),
    ("Pesantren Contoh Nurul Huda", PartnerKind.PESANTREN, "", "Bugi", "Ustaz Contoh Hamid"),
    ("Radio Contoh Kota", PartnerKind.MEDIA, "", "Wale", "Mbak Contoh Rina"),
    ("Kelurahan Contoh Palabusa", PartnerKind.VILLAGE, "", "Palabusa", "Bapak Contoh Lurah"),
]
