import gc

import pytest
from django.template import engines
from django.urls import get_resolver

from baubau_pembinaan.core.warm import warm_up


@pytest.mark.django_db
def test_what_workers_share_is_loaded_without_asking_the_database(django_assert_num_queries):
    """A connection made before the fork would be used by two workers at once."""
    try:
        with django_assert_num_queries(0):
            warm_up()
        assert gc.get_freeze_count() > 0
        assert "template_context_processors" in vars(engines["django"].engine)  # else each worker loads its own
        assert "portal" in get_resolver().namespace_dict
    finally:
        gc.unfreeze()
