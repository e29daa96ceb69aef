"""What pages weigh on the wire: under 150 kB on the first load, under 30 kB after, fonts aside.

The server is the portal with its static files collected, hashed and compressed, as `./run serve` serves them.
"""

import pytest
import whitenoise.compress
from django.core.management import call_command
from django.test.testcases import LiveServerThread

from .world import demo_world, open_as

FIRST, AFTER = 150_000, 30_000


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """Collect the static files, with gzip alone: the portal installs no brotli, its tests do."""
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with pytest.MonkeyPatch.context() as patch, override_settings(STATIC_ROOT=root, STORAGES=storages):
        patch.setattr(whitenoise.compress, "brotli_available", False)
        call_command("collectstatic", interactive=False, verbosity=0)
    return {"STATIC_ROOT": root, "STORAGES": storages}
