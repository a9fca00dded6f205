"""Which role may write down what was counted."""

_READ = ["libraries.view_dailycount"]
_WRITE = [*_READ, "libraries.add_dailycount"]
_IMPORT = [*_WRITE, "libraries.import_dailycount"]

ROLE_PERMISSIONS = {
    "Kepala Dinas": _IMPORT,
    "Kepala Bidang": _IMPORT,
    "Pustakawan": _IMPORT,
    "Petugas layanan": _WRITE,
}
