"""The FRAME page: an empty staff page, so what session, person, rights, menus and footer cost before the first row."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def frame_page(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/frame.html")
