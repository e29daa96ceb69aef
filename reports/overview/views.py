"""Pages about a year of all authorities; every filter and the order stand in the address."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.accounts.access import sees_many
from assessments.editing.answers import attachment
from assessments.tabular.book import XLSX
from assessments.tabular.writer import CSV, write_csv, write_table
from reports.output.printing.answers import printed_file
from reports.timeline.news import steps_for

from .definitions import newest_year, read_year
from .figures import figures_of, state_counts
from .files import columns_of, notes_of, rows_of
from .forms import Chosen, FilterForm, chosen_of
from .progress import MOST_IN_LETTER, STEPS, deadline_days, letter, progress_of
from .report import MOST as MOST_IN_REPORT
from .report import order_of
from .table import headers, known_sort, ordered, read_rows
from .warnings import counted, warnings_of

PER_PAGE = 50
PAGES = (
    ("overview", "ตาราง"),
    ("overview_warnings", "ข้อที่ควรดู"),
    ("overview_progress", "ความคืบหน้า"),
)


def _opened(request, fiscal_year: int) -> tuple[FilterForm, Chosen, str]:
    """Return the form, the filters and the order that an address says: 403 for who does not look at many."""
    _check_sees_many(request.user)
    year = read_year(fiscal_year)
    form = FilterForm(request.GET, user=request.user, year=year)
    return form, chosen_of(form, request.user, year), known_sort(year, request.GET.get("sort", ""))


def _check_sees_many(user) -> None:
    if not sees_many(user):
        raise PermissionDenied("หน้านี้เปิดได้เฉพาะผู้ตรวจสอบระดับจังหวัดหรือระดับประเทศ และผู้ดูแลระบบ")


def _page(request, rows, count: int) -> Page:
    paginator = Paginator(rows, PER_PAGE)
    paginator.count = count  # known already: one query less
    return paginator.get_page(request.GET.get("page"))


def _context(request, form: FilterForm, chosen: Chosen, page: Page, **kept: str) -> dict:
    """Return what every page shows; `kept` stays in the address when filters change."""
    year, kept = chosen.year, {name: value for name, value in kept.items() if value}
    place = {"page": page.number} if page.number > 1 else {}
    here = request.path + _query(chosen.values | kept | place)
    return {
        "form": form,
        "overview_year": year,
        "fiscal_year": year.fiscal_year,
        "pages": PAGES,
        "page": page,
        "opened_from": urlencode({"list": here}),
        "filtered": bool(chosen.values),
        "filters": _query(chosen.values),
        "filters_and_order": _query(chosen.values | kept),
        "kept": kept.items(),
    }


def _query(values: Mapping[str, object]) -> str:
    return f"?{urlencode(values)}" if values else ""


@require_safe
def newest(request):
    """Lead to the year that an auditor most probably wants."""
    _check_sees_many(request.user)
    year = newest_year(request.user)
    return redirect("overview", year) if year else redirect("municipalities")


@require_safe
def overview(request, year: int):
    form, chosen, sort = _opened(request, year)
    figures = figures_of(chosen)
    page = _page(request, ordered(chosen.rows(), chosen.year, sort), figures.count)
    context = _context(request, form, chosen, page, sort=request.GET.get("sort") and sort) | {
        "counts": state_counts(chosen),
        "state": chosen.values.get("state", ""),
        "figures": figures,
        "level": chosen.values.get("level", ""),
        "headers": headers(chosen.year, sort),
        "rows": list(read_rows(request.user, chosen.year, page.object_list)),
        "news": [] if request.GET else steps_for(request.user),
    }
    return render(request, "reports/overview/overview.html", context)


@require_safe
def overview_xlsx(request, year: int):
    form, chosen, sort = _opened(request, year)
    title = f"ภาพรวมปี {year}"
    content = write_table(columns_of(chosen.year), rows_of(chosen, sort), title=title, notes=notes_of(form, chosen))
    return attachment(content, f"{title}.xlsx", XLSX)


@require_safe
def overview_csv(request, year: int):
    _, chosen, sort = _opened(request, year)
    return attachment(write_csv(columns_of(chosen.year), rows_of(chosen, sort)), f"ภาพรวมปี {year}.csv", CSV)


@require_safe
def overview_report(request, year: int, ending: str):
    """Download what the filters leave as a report, made by the printers as every document is."""
    form, chosen, _ = _opened(request, year)
    back = reverse("overview", args=[year]) + _query(chosen.values)
    if (count := chosen.rows().count()) > MOST_IN_REPORT:
        messages.error(request, f"รายงานพิมพ์ได้ไม่เกิน {MOST_IN_REPORT} หน่วยงาน ขณะนี้มี {count:,} แห่ง ให้เลือกจังหวัดก่อน")
        return redirect(back)
    title = f"รายงานภาพรวม ปีงบประมาณ พ.ศ. {year}"
    order = order_of(form, chosen, ending)
    return printed_file(request, order, f"ITA-{year}-ภาพรวม", title=title, back=(back, f"ภาพรวมปี {year}"))


@require_safe
def overview_warnings(request, year: int):
    """Show what should be looked at; what takes long to count over the nation is asked for once the page is there."""
    form, chosen, _ = _opened(request, year)
    keys = [row.key for row in warnings_of(chosen.year)]
    of = request.GET.get("of") if request.GET.get("of") in keys else keys[0]
    is_small = "province" in chosen.values or bool(request.user.province)
    warnings = counted(chosen, of, heavy=is_small or "count" in request.GET)
    shown = next(row for row in warnings if row.key == of)
    rows = chosen.rows().filter(shown.condition) if shown.condition is not None else chosen.rows().none()
    page = _page(request, ordered(rows, chosen.year, "change" if of == "fell" else "rank"), shown.count or 0)
    context = _context(request, form, chosen, page, of=of) | {
        "warnings": warnings,
        "shown": shown,
        "uncounted": any(row.count is None and row.condition is not None for row in warnings),
        "headers": headers(chosen.year, ""),
        "rows": list(read_rows(request.user, chosen.year, page.object_list)),
    }
    return render(request, "reports/overview/warnings.html", context)


@require_safe
def overview_progress(request, year: int):
    form, chosen, _ = _opened(request, year)
    page = _page(request, ordered(chosen.rows(), chosen.year, "name"), chosen.rows().count())
    rows, late = progress_of(chosen, (page.number - 1) * PER_PAGE, PER_PAGE)
    context = _context(request, form, chosen, page) | {
        "steps": [(label, deadline_days(chosen.year).get(step)) for step, label in STEPS.items()],
        "rows": rows,
        "late": len(late),
        "most": MOST_IN_LETTER,
        "letter": letter(late),
        "has_passed": bool(chosen.year.passed_steps),
    }
    return render(request, "reports/overview/progress.html", context)
