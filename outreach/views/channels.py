"""The short address of a campaign's channel: read out on the radio, typed from a poster. No sign-in, no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from baubau_pembinaan.core.flood import count_in_window, counted_in_window, origin_mark
from baubau_pembinaan.core.net import client_address
from outreach.links import event_path_by
from outreach.services.promotion import channel_behind, read_channel_code
from outreach.views.registering import public_page

MISSES = 20  # unknown codes of one connection in ten minutes


@public_page
class ChannelAsk(View):
    """`?kode=`: where a code that was heard is typed."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("kode", "").replace("\x00", "")[:20].strip()
        if code := read_channel_code(typed):
            return redirect("outreach:channel", code=code)
        return _ask(request, typed)


@public_page
class FromChannel(View):
    """On to the page of the event; whoever registers from there counts for the channel."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        missed = f"channel-missed:{origin_mark(client_address(request), purpose='channel')}"
        channel = channel_behind(code)
        if channel is None:
            if counted_in_window(missed) >= MISSES:
                return _ask(request, "", 429)  # a right code leads on for a whole school behind one line
            count_in_window(missed)
            return _ask(request, code.replace("\x00", "")[:20], 404)
        event = channel.campaign.event
        if not event.is_published:
            return _ask(request, code[:20], 404, gone=True)
        return redirect(event_path_by(event, channel))


def _ask(request: HttpRequest, typed: str, status: int = 200, *, gone: bool = False) -> HttpResponse:
    context = {"typed": typed, "gone": gone, "too_many": status == 429}
    return render(request, "outreach/public/channel.html", context, status=status)
