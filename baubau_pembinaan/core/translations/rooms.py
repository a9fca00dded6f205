"""Which files' words belong to which catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import settings

SHARED = "baubau_pembinaan"
LANGUAGE = "id"
# Installed packages that bring no Indonesian catalogue of their own; the shared catalogue carries their words.
WITHOUT_INDONESIAN = ("import_export", "django_celery_beat", "django_filters", "csp")
_NOT_SHOWN = {"migrations", "tests", "locale", "__pycache__", "static"}


@dataclass
class Room:
    """One catalogue and the files whose words it carries."""

    name: str
    locale_dir: Path
    python: list[Path] = field(default_factory=list)
    templates: list[Path] = field(default_factory=list)
    third_party: list[Path] = field(default_factory=list)

    @property
    def catalogue(self) -> Path:
        return self.locale_dir / LANGUAGE / "LC_MESSAGES" / "django.po"


def own_apps() -> list:
    """The app configurations whose code lives in this repository."""
    base = Path(settings.BASE_DIR)
    return [
        config
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(base) and "site-packages" not in config.path
    ]


def rooms() -> list[Room]:
    """Every catalogue of the project, the shared one last."""
    base = Path(settings.BASE_DIR)
    # By folder: the portal has two app configurations (itself and its admin site).
    found = {Path(config.path).name: Path(config.path) for config in own_apps()}
    result = [
        Room(
            name,
            path / "locale",
            list(_files(path, (".py",))),
            list(_files(base / "templates" / name, (".html", ".txt"))),
        )
        for name, path in sorted(found.items())
    ]
    shared = Room(SHARED, base / SHARED / "locale")
    app_folders = set(found.values())
    shared.python = [
        file for file in _files(base / SHARED, (".py",)) if not any(folder in file.parents for folder in app_folders)
    ]
    shared.templates = [
        file
        for file in _files(base / "templates", (".html", ".txt"))
        if file.relative_to(base / "templates").parts[0] not in found
    ]
    for label in WITHOUT_INDONESIAN:
        config = next((config for config in apps.get_app_configs() if config.name == label), None)
        if config:
            shared.third_party += _files(Path(config.path), (".py", ".html", ".txt"))
    return [*result, shared]


def catalogues() -> Iterator[Path]:
    """Every .po file of the repository, found without loading the apps."""
    base = Path(settings.BASE_DIR)
    for pattern in (f"{SHARED}/locale", f"{SHARED}/*/locale", "*/locale"):
        for folder in sorted(base.glob(pattern)):
            yield from sorted(folder.glob("*/LC_MESSAGES/*.po"))


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder).parts[:-1]
        if file.suffix in endings and not _NOT_SHOWN.intersection(inside):
            yield file
