"""The demo's comments: most of them decided, some overdue, gone with the rest."""

import pytest

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.demo import DemoContext
from evaluations import demo
from evaluations.models import Comment, CommentHandling
from evaluations.selectors.comments import comments
from tests.demo_database import AS_OF
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


def test_the_demo_decides_on_most_comments_and_can_be_cleared():
    states = list(Comment.objects.values_list("handling__state", flat=True))
    assert states.count("public") > states.count(None) > 0
    assert comments(make_person(Role.DIVISION_HEAD).user, AS_OF, only_overdue=True).exists()
    demo.clear(DemoContext(as_of=AS_OF))
    assert not Comment.objects.exists()
    assert not CommentHandling.objects.exists()
