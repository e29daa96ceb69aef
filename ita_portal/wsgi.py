"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
portal = get_wsgi_application()

from assessments.accounts.posting import plainly_typed  # noqa: E402  after the settings
from ita_portal.celery import start_embedded_worker  # noqa: E402
from reports.output.printing.service import start_printers  # noqa: E402

application = plainly_typed(portal)
start_embedded_worker()
start_printers()
