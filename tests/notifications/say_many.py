"""`python -m tests.notifications.say_many 60`: so many people, one message each, each in a transaction of its own."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.factories.notifications import make_message

    for _ in range(int(sys.argv[1])):
        make_message()
