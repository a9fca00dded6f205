"""The FLOOR page: what a plain Django page of 50 rows costs behind this product's middleware, and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .models import FloorRow


@login_not_required
def floor_page(request: HttpRequest) -> HttpResponse:
    """One indexed query (with one join), one count, a base template. Anonymous, so no session is read."""
    found = FloorRow.objects.filter(status=1)
    rows = found.select_related("place").order_by("-day", "-id")[:50]
    return render(request, "bench/floor.html", {"rows": rows, "number": found.count()})
