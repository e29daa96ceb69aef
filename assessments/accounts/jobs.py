"""Mails about accounts, sent apart: how long an answer takes does not tell whether a name exists."""

from django.core.cache import cache

from ita_portal.celery import app

from .invitations import mail_link, tell_new_device, tell_password_changed
from .models import User

ONE_MAIL_IN = 10 * 60  # seconds: nobody fills another's mailbox


@app.task
def mail_forgotten(username: str) -> None:
    user = User.objects.filter(username=username, is_active=True, is_demo=False).exclude(email="").first()
    if user and cache.add(f"forgotten:{user.pk}", True, ONE_MAIL_IN):
        mail_link(user)


@app.task
def mail_password_changed(pk: int) -> None:
    if user := User.objects.filter(pk=pk).first():
        tell_password_changed(user)


@app.task
def mail_new_device(pk: int) -> None:
    if user := User.objects.filter(pk=pk).first():
        tell_new_device(user)
