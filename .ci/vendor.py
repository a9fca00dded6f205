"""Copy the vendored front-end files out of npm packages, or prove that the committed ones are those.

    python .ci/vendor.py           install into a temporary folder, copy, rewrite static/vendor/README.md
    python .ci/vendor.py --check   the same, but change nothing: exit 1 names every file that differs

For maintainers and CI; who runs the product needs neither npm nor Node.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONT = "@fontsource-variable/plus-jakarta-sans"
ICONS = "bootstrap-icons"
# target under static/ -> (package, file inside the package)
COPIES = {
    "vendor/plus-jakarta-sans/plus-jakarta-sans-latin-wght-normal.woff2": (
        FONT,
        "files/plus-jakarta-sans-latin-wght-normal.woff2",
    ),
    "vendor/plus-jakarta-sans/LICENSE": (FONT, "LICENSE"),
    "vendor/bootstrap-icons/LICENSE": (ICONS, "LICENSE"),
}
SPRITE = "icons/sprite.svg"
ICON_NAMES = (ROOT / "static/icons/names.txt").read_text(encoding="utf-8").split()
LICENCES = {FONT: "OFL-1.1", ICONS: "MIT"}


def sprite(icons: Path) -> bytes:
    """One SVG with a symbol for each chosen icon, so a page fetches them all at once and only once."""
    symbols = []
    for name in sorted(ICON_NAMES):
        svg = (icons / f"{name}.svg").read_text(encoding="utf-8")
        body = re.sub(r"\s*\n\s*", "", re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S).group(1))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{body}</symbol>')
    head = '<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">'
    return "\n".join([head, *symbols, "</svg>\n"]).encode()


def wanted_files(modules: Path) -> dict[str, tuple[str, bytes]]:
    """Target under static/ -> (package it came from, content)."""
    files = {
        target: (package, (modules / package / inside).read_bytes()) for target, (package, inside) in COPIES.items()
    }
    files[SPRITE] = (ICONS, sprite(modules / ICONS / "icons"))
    return files


def table(files: dict[str, tuple[str, bytes]], versions: dict[str, str]) -> str:
    lines = [
        "# Vendored front-end files",
        "",
        "Written by `.ci/vendor.py`; do not edit by hand. Nothing here is fetched when the product runs.",
        "",
        "| file under `static/` | package | version | licence | bytes | SHA-256 |",
        "|---|---|---|---|---|---|",
    ]
    for target, (package, content) in sorted(files.items()):
        digest = hashlib.sha256(content).hexdigest()
        lines.append(
            f"| {target} | {package} | {versions[package]} | {LICENCES[package]} | {len(content)} | `{digest}` |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
        files = wanted_files(Path(folder) / "node_modules")
    versions = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    written = {target: content for target, (_, content) in files.items()}
    written["vendor/README.md"] = table(files, versions).encode()
    if "--check" in sys.argv[1:]:
        different = [t for t, c in written.items() if not _same(ROOT / "static" / t, c)]
        print("\n".join(f"differs: static/{t}" for t in different) or "static/vendor is what the lock says.")
        return 1 if different else 0
    for target, content in written.items():
        path = ROOT / "static" / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return 0


def _same(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main())
