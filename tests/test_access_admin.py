"""The admin site opens for administrators and for nobody else."""

import re

import pytest
from django.urls import get_resolver

from tests.access_table import ROLES, is_admin, patterns


def admin_addresses() -> list[str]:
    """Every address of the admin site; objects that do not exist stand in for real ones."""
    routes = [route for route, _ in patterns(get_resolver()) if is_admin(route)]
    fixed = [re.sub(r"<[^>]+>|\(\?P<url>\.\*\)\$", "1", route) for route in routes]
    return sorted({"/" + re.sub(r"[\^$\\]|\(\?P<\w+>[^)]*\)", "", route) for route in fixed})


@pytest.mark.parametrize("role", ROLES[:-1])
def test_admin_site_never_opens_for_others(client, request, year, role):
    if role != "signed_out":
        client.force_login(request.getfixturevalue(role))
    statuses = {path: client.get(path).status_code for path in admin_addresses()}
    assert len(statuses) > 30
    assert {path: status for path, status in statuses.items() if status not in (302, 403, 404, 405)} == {}


def test_admin_login_brings_guests_to_the_portal(client, db):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain == [("/admin/login/?next=/admin/", 302), ("/login/?next=/admin/", 302)]


def test_admin_login_tells_others_that_they_may_not(sign_in, staff):
    assert sign_in(staff).get("/admin/login/?next=/admin/").status_code == 403


def test_admin_login_lets_administrators_through(sign_in, administrator):
    response = sign_in(administrator).get("/admin/login/?next=/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/admin/"
