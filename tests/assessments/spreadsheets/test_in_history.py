"""An import in the history of the years that it changed."""

PAGE = "/2567/99990001/history/"


def test_import_is_one_act_and_is_named(year, staff, sign_in, bring_in):
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,1,1", "99990001,,2567,2,2")
    response = sign_in(staff).get(PAGE)
    entry = response.context["entries"][0]
    assert (entry.batch, len(entry.rows), entry.may_be_undone) == (batch, 2, False)
    assert f'href="/exchange/sheets/imports/{batch.pk}/"' in response.content.decode()


def test_import_of_another_municipality_is_named_without_a_link(year, staff, administrator, auditor, sign_in, bring_in):
    batch = bring_in(administrator, "indicator-scores", "99990001,,2567,1,1")
    for user in (staff, auditor):
        page = sign_in(user).get(PAGE).content.decode()
        assert f"การนำเข้าเลขที่ {batch.pk}" in page
        assert f"imports/{batch.pk}/" not in page


def test_undone_import_is_a_further_act(year, staff, sign_in, bring_in):
    batch = bring_in(staff, "indicator-scores", "99990001,,2567,1,1")
    client = sign_in(staff)
    client.post(f"/exchange/sheets/imports/{batch.pk}/undo/")
    first, second = client.get(PAGE).context["entries"][:2]
    assert (first.latest.undoes, second.batch, second.undone) == (batch.act, batch, first.latest)
