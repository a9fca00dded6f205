"""Pages of words: open to everyone, no statement of their own but for the terms the privacy page names."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from baubau_pembinaan.accounts import throttle
from baubau_pembinaan.portal.rooms import public_parts


@method_decorator(login_not_required, name="dispatch")
class WordsPage(TemplateView):
    """A page that only says something."""


class Help(WordsPage):
    template_name = "portal/help/detail.html"


class About(WordsPage):
    template_name = "portal/public/about.html"


class Privacy(WordsPage):
    template_name = "portal/public/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cookies = {
            "csrf": settings.CSRF_COOKIE_NAME,
            "language": settings.LANGUAGE_COOKIE_NAME,
            "session": settings.SESSION_COOKIE_NAME,
            "device": throttle.DEVICE_COOKIE,
            "messages": CookieStorage.cookie_name,
        }
        parts = public_parts(timezone.now(), "PRIVACY")
        return super().get_context_data(cookies=cookies, parts=parts, **kwargs)


class Accessibility(WordsPage):
    template_name = "portal/public/accessibility.html"


class Offline(WordsPage):
    template_name = "portal/public/offline.html"
