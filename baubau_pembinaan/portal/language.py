"""Which language a reader gets: see docs/decisions/0005-indonesian-first.md."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import check_for_language

LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)


def language_for(request: HttpRequest) -> str:
    """The signed-in person's own choice, else the cookie's, else Indonesian. The browser's wish is not asked."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return request.user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES and check_for_language(chosen) else settings.LANGUAGE_CODE


class ReaderLanguageMiddleware:
    """Stands after the authentication middleware, in place of Django's LocaleMiddleware.

    A request without a session cookie costs no statement.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_for(request)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response
