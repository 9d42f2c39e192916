"""What the web server loads. The collector's full runs are what makes the slowest requests slow, so everything
loaded by now is taken out of its sight."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_PATIENCE", "10")
application = get_wsgi_application()
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
