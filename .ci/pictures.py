"""Take the pictures of the READMEs anew from a running demo. For maintainers.

usage: .venv/bin/python .ci/pictures.py [http://127.0.0.1:8000]
Needs chromium and make install LOCK=requirements-e2e.txt.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "images"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LARGEST = 120_000
# name -> (who looks, window, path)
PICTURES = {
    "survey": (None, PHONE, "/s/meja/"),
    "staff-home": ("pustakawan", DESKTOP, "/staf/"),
    "staff-home-phone": ("pustakawan", PHONE, "/staf/"),
    "result": ("pustakawan", DESKTOP, "result"),
    "administration": ("admin", DESKTOP, "/admin/"),
}


def sign_in(page: Page, site: str, username: str) -> None:
    page.goto(f"{site}/akun/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", f"contoh-{username}-1")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def go(page: Page, site: str, path: str) -> None:
    if path != "result":
        page.goto(site + path)
        return
    page.goto(f"{site}/staf/survei/")
    page.click("main a:has-text('sirkulasi') >> nth=0")
    if "/periode/" not in page.url:
        page.click("main a[href*='/periode/'] >> nth=0")


def save(name: str, picture: bytes) -> None:
    path = FOLDER / f"{name}.webp"
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for quality in (85, 75, 60):
        image.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= LARGEST:
            break
    print(f"{path.name}: {path.stat().st_size} bytes")


def main() -> None:
    site = (sys.argv[1:] or ["http://127.0.0.1:8000"])[0].rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (username, window, path) in PICTURES.items():
            context = browser.new_context(viewport=window, locale="id-ID", timezone_id="Asia/Makassar")
            page = context.new_page()
            if username:
                sign_in(page, site, username)
            go(page, site, path)
            save(name, page.screenshot())
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
