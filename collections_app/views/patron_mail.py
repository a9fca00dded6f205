"""No more letters about book suggestions, straight from the letter."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from collections_app.services import patron_mail


# The signed token is the authority; mail programs post here by themselves and cannot know a CSRF token (RFC 8058).
@method_decorator([login_not_required, csrf_exempt, never_cache], name="dispatch")
class StopMail(View):
    """Looking changes nothing; the button (or the mail program's one click) takes the address away."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        wish = patron_mail.read_stop_token(token)
        context = {"wish": wish, "done": wish is not None and not wish.email}
        return render(request, "collections_app/public/stop_mail.html", context, status=200 if wish else 404)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        wish = patron_mail.read_stop_token(token)
        if wish is not None:
            patron_mail.stop_mail(wish)
        context = {"wish": wish, "done": wish is not None}
        return render(request, "collections_app/public/stop_mail.html", context, status=200 if wish else 404)
