"""What several tests of reviews do and ask."""

from django.urls import reverse

from baubau_pembinaan.notifications.models import Message
from evaluations.services.reviews import people

WHY = "Alasan yang mudah dikenali"


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def put_in(review, supervisor, by, today, **more):
    return people.reassign_supervisor(
        review=review, supervisor=supervisor, by=by.user, on=today, **{"reason": "Cuti panjang", **more}
    )


def told(profile):
    return Message.objects.filter(recipient=profile.user, key__startswith="evaluations.review.").count()
