"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
application = get_wsgi_application()

from ita_portal.celery import start_embedded_worker  # noqa: E402  after the settings
from reports.output.printing.service import start_printers  # noqa: E402

start_embedded_worker()
start_printers()
