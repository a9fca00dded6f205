"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from baubau_pembinaan.core.limits import limit_statements
from baubau_pembinaan.core.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baubau_pembinaan.settings.dev")
limit_statements()
application = get_wsgi_application()
warm_up()
