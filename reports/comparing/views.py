"""Pages for who looks at many authorities: trend, comparison, map; all that is chosen stands in the address."""

import re
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import Framework, Municipality
from assessments.statistics.figures import sees_all_of
from reports.output.printing.answers import printed_file

from .choices import AddForm, GroupForm, Sought, check_sees_many, group_name, seek
from .compare import MOST, side_by_side
from .provinces import BANDS, districts_of, legend, map_of
from .report import order_of
from .trend import trend_of

CODE = re.compile(r"[0-9]{8}")
SIX = f"เปรียบเทียบได้ครั้งละไม่เกิน {MOST} หน่วยงาน ให้นำบางหน่วยงานออกก่อน"


@require_safe
def trend(request):
    check_sees_many(request.user)
    form = GroupForm(request.GET, user=request.user)
    province, kind = form.chosen(request.user)
    sought = seek(request.user, form.cleaned_data.get("code", ""))
    context = {
        "form": form,
        "sought": sought,
        "offers": _offers(request, sought, "code"),
        "group": group_name(province, kind),
        "trend": trend_of(request.user, province, kind, sought.authority),
    }
    return render(request, "reports/comparing/trend.html", context)


@require_safe
def province_map(request, year: int):
    check_sees_many(request.user)
    framework = get_object_or_404(Framework.objects.published(), fiscal_year=year)
    form = GroupForm(request.GET, user=request.user)
    form.is_valid()
    kind, province = form.cleaned_data.get("kind", ""), form.cleaned_data.get("province", "")
    is_open = bool(province) and sees_all_of(request.user, province)
    context = {
        "fiscal_year": year,
        "years": Framework.objects.published().values_list("fiscal_year", flat=True),
        "form": form,
        "kind": kind,
        "province": province if is_open else "",
        "map": map_of(request.user, framework, kind),
        "legend": legend(),
        "unknown_band": len(BANDS) + 1,
        "districts": districts_of(request.user, framework, province, kind) if is_open else [],
        "overview": f"{reverse('overview', args=[year])}?{urlencode({'province': province})}",
    }
    return render(request, "reports/comparing/map.html", context)


@require_safe
def compare(request, year: int):
    """Show what is compared; words that are added lead to the address with one authority more."""
    framework, authorities = _chosen(request, year)
    form = AddForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("add", "")
    sought = seek(request.user, words)
    full = len(authorities) >= MOST
    if sought.authority and not full:
        return redirect(_address(year, [*authorities, sought.authority]))
    codes = [row.code for row in authorities]
    context = {
        "fiscal_year": year,
        "compared": side_by_side(request.user, framework, authorities) if authorities else None,
        "without": {row.code: _address(year, [other for other in authorities if other != row]) for row in authorities},
        "codes": codes,
        "form": form,
        "fault": SIX if full and words else sought.fault,
        "offers": [] if full else _offers(request, sought, "code", adding=True),
        "full": full,
        "most": MOST,
        "left_out": len(set(request.GET.getlist("code"))) - len(codes),
        "query": urlencode([("code", code) for code in codes]),
    }
    return render(request, "reports/comparing/compare.html", context)


@require_safe
def compare_pdf(request, year: int):
    """Download what is compared, made by the printers as every document is."""
    framework, authorities = _chosen(request, year)
    if not authorities:
        return redirect("compare", year)
    order = order_of(request.user, side_by_side(request.user, framework, authorities))
    title = f"รายงานเปรียบเทียบหน่วยงาน ปีงบประมาณ พ.ศ. {year}"
    back = (_address(year, authorities), f"หน้าเปรียบเทียบหน่วยงาน ปี {year}")
    return printed_file(request, order, f"ITA-{year}-เปรียบเทียบ", title=title, back=back)


def _chosen(request, year: int) -> tuple[Framework, list[Municipality]]:
    """Return the year and the authorities that the address names and the user may see, the first six, in its order."""
    check_sees_many(request.user)
    framework = get_object_or_404(Framework.objects.published(), fiscal_year=year)
    codes = list(dict.fromkeys(filter(CODE.fullmatch, request.GET.getlist("code"))))[:MOST]
    rows = Municipality.objects.for_user(request.user).filter(code__in=codes) if codes else []
    by_code = {row.code: row for row in rows}
    return framework, [by_code[code] for code in codes if code in by_code]


def _address(year: int, authorities: list[Municipality]) -> str:
    query = urlencode([("code", row.code) for row in authorities])
    return f"{reverse('compare', args=[year])}{'?' if query else ''}{query}"


def _offers(request, sought: Sought, name: str, *, adding: bool = False) -> list[tuple[Municipality, str]]:
    """Return each authority that words may mean, with the address that chooses it."""
    offers = []
    for row in sought.offered:
        query = request.GET.copy()
        query.pop("add", None)
        if adding:
            query.appendlist(name, row.code)
        else:
            query[name] = row.code
        offers.append((row, f"{request.path}?{query.urlencode()}"))
    return offers
