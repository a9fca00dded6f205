"""Pages of words: open to everyone, no statement of their own."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class WordsPage(TemplateView):
    """A page that only says something."""


class Help(WordsPage):
    template_name = "portal/help/detail.html"


class About(WordsPage):
    template_name = "portal/public/about.html"


class Privacy(WordsPage):
    template_name = "portal/public/privacy.html"


class Accessibility(WordsPage):
    template_name = "portal/public/accessibility.html"


class Offline(WordsPage):
    template_name = "portal/public/offline.html"
