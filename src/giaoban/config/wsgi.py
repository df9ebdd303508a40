"""The site as a WSGI application, for granian or any other WSGI server."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")

# Whoever waited for the database goes on at once, not after the 5 ms that another page may keep computing.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()
