"""What the web server's parent process loads before it forks, so that its workers share it and none loads it again."""

import gc

from django.conf import settings
from django.contrib.auth import get_backends
from django.template import engines
from django.urls import get_resolver
from django.utils import translation
from django.utils.module_loading import import_string


def warm_up() -> None:
    """Every page's code, addresses, template tags and words; nothing that asks database or cache."""
    for engine in engines.all():
        own = getattr(engine, "engine")  # noqa: B009 - of Django's templates
        _ = own.template_loaders, own.template_context_processors
    get_backends()
    import_string(settings.SESSION_SERIALIZER)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
            _ = get_resolver().reverse_dict
    gc.collect()
    gc.freeze()  # the collector no longer writes into what was loaded: pages stay shared
