"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied

from .lock_out import locked_until, note_try


class PortalBackend(ModelBackend):
    """Passwords in the database; demo accounts exist only while the portal runs as a demo.

    While a lock is on, `request.locked_until` says until when and no password is looked at.
    """

    def authenticate(self, request, username=None, password=None, **kwargs):
        name = str(username or "")[:150]
        if request is None:
            return super().authenticate(request, username=username, password=password, **kwargs)
        if until := locked_until(request, name):
            request.locked_until = until
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **kwargs)
        request.device = note_try(request, name, succeeded=user is not None)
        if not user:
            request.locked_until = locked_until(request, name)
        return user

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)
