# ruff: noqa: UP021, UP032, PTH100, PTH110, PTH112, PTH114, PTH118, PTH120
"""Makes .venv and installs a locked, hashed requirements file. Run by the Makefile with whatever Python there is.

usage: python3 -I install.py requirements.txt

Uses the standard library only, and no syntax newer than Python 3.4, so that an old Python can say that it is old.
"""

import hashlib
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
BASE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(BASE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
# Each file holds all of the ones before it.
LADDER = ["requirements.txt", "requirements-dev.txt", "requirements-e2e.txt"]


def stop(indonesian, english, details=""):
    sys.stderr.write("\n✗ {}\n{}\n{}\n".format(indonesian, english, details))
    sys.exit(1)


def digest(name):
    with open(os.path.join(BASE, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamp(name):
    return os.path.join(VENV, "installed-" + name)


def is_installed(name):
    """Whether this file, or a larger one that holds it, was installed whole and has not changed since."""
    larger = LADDER[LADDER.index(name) :] if name in LADDER else [name]
    for one in larger:
        try:
            with open(stamp(one)) as file:
                if file.read() == digest(one):
                    return True
        except OSError:
            pass
    return False


def fit_python():
    """Goes on with a Python that is new enough, looking for one by name before giving up."""
    if sys.version_info >= NEEDED:
        return
    for minor in (14, 13, 12, 11):
        found = shutil.which("python3.{}".format(minor))
        if found:
            os.execv(found, [found, "-I", os.path.abspath(__file__)] + sys.argv[1:])  # noqa: S606
    stop(
        "Python di mesin ini versi {}.{}; yang dibutuhkan 3.11 atau lebih baru. Pasang dahulu, misalnya di "
        "Debian/Ubuntu: sudo apt install python3.11 python3.11-venv".format(*sys.version_info[:2]),
        "This machine's Python is too old; 3.11 or newer is needed. Or name one: make serve PYTHON=/path/to/python3.11",
    )


def make_venv():
    """An environment with a working pip; one left half-made by an interruption is made anew."""
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        stop(
            "Python di mesin ini belum lengkap (tanpa ensurepip). Jalankan: sudo apt install python{}.{}-venv, "
            "lalu ulangi.".format(*sys.version_info[:2]),
            "This Python lacks ensurepip. On Debian/Ubuntu run the apt line above, then try again.",
        )
    print("• Membuat lingkungan Python .venv (making the virtual environment) …", flush=True)
    clear = ["--clear"] if os.path.isdir(VENV) and not os.path.islink(VENV) else []
    made = subprocess.run([sys.executable, "-m", "venv"] + clear + [VENV], stderr=subprocess.PIPE)
    if made.returncode:
        stop("Gagal membuat .venv.", "Could not make .venv.", made.stderr.decode(errors="replace"))


def install(name):
    """Every package from the lock, its hash checked, as a ready-made wheel: nothing is compiled here."""
    print("• Memasang paket dari {} (installing packages; the first time takes a minute) …".format(name), flush=True)
    if shutil.disk_usage(BASE).free < 700000000:
        stop(
            "Ruang disk kurang dari 700 MB. Kosongkan sedikitnya 1 GB, lalu jalankan lagi.",
            "Less than 700 MB of disk is free. Free at least 1 GB and run this again.",
        )
    done = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
        + ["--only-binary", ":all:", "--no-compile", "-r", os.path.join(BASE, name)],
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    if done.returncode:
        explain(done.stderr)


def explain(details):
    """pip's complaint in plain words."""
    if "No space left" in details:
        stop("Ruang disk habis. Kosongkan 1 GB, lalu ulangi.", "The disk is full. Free 1 GB and try again.", details)
    if "No matching distribution" in details and "NewConnectionError" not in details:
        stop(
            "Ada paket yang tidak tersedia siap pakai untuk sistem ini (lihat di bawah). Yang didukung: Linux (glibc) "
            "dan macOS, 64 bit. Di sistem lain pakailah Docker: docs/deploy.md",
            "A package has no ready-made wheel for this platform. Supported: Linux (glibc) and macOS, 64 bit; "
            "elsewhere use Docker, see docs/deploy.md",
            details,
        )
    stop(
        "Pemasangan paket gagal (lihat di bawah). Periksa sambungan internet, lalu jalankan lagi.",
        "Installing the packages failed. Check the network connection and run this again.",
        details,
    )


def main():
    fit_python()
    name = sys.argv[1]
    if is_installed(name):
        return
    make_venv()
    install(name)
    with open(stamp(name), "w") as file:
        file.write(digest(name))


if __name__ == "__main__":
    main()
