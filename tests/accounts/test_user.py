import pytest

from baubau_pembinaan.accounts.models import User


@pytest.mark.django_db
def test_short_name_is_the_first_word_of_the_name():
    user = User.objects.create_user("contoh", name="Wa Ode Contoh")
    assert user.get_short_name() == "Wa"
