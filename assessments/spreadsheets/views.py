"""Spreadsheets: choosing a kind, templates and exports, and the upload."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.accounts.access import Permission
from assessments.accounts.posting import posted_by
from assessments.editing.answers import attachment, refusals_to
from assessments.tabular.book import XLSX
from assessments.tabular.table import LIMITS
from assessments.tabular.writer import CSV, write_csv, write_xlsx

from . import jobs
from .forms import SheetFilterForm, SheetUploadForm
from .models import Import
from .resources.base import ExportFilter
from .resources.kinds import Kind, all_kinds, kinds_for
from .services import export_rows, upload_import
from .sheets_to_fill import template_file

RECENT = 5
SMALL = 200_000  # bytes; a larger upload is checked in the background


def kind_or_404(user, key: str) -> Kind:
    """Return a kind of spreadsheet; 404 where there is none, 403 where it is not open to the user."""
    kind = all_kinds().get(key)
    if kind is None:
        raise Http404
    if not kind.open_to(user):
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์นำเข้าหรือส่งออกข้อมูลนี้")
    return kind


@require_safe
def sheets(request):
    kinds = kinds_for(request.user)
    if not kinds:
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์นำเข้าข้อมูล")
    recent = Import.objects.filter(by=request.user).select_related("by", "municipality")[:RECENT]
    context = {"kinds": kinds, "imports": recent, "municipality": request.user.municipality}
    return render(request, "sheets/sheets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(Permission.IMPORT, body=lambda: 3 * LIMITS.upload)
def sheet(request, kind):
    """Offer template and export, and take a file: small ones are checked while the browser waits."""
    kind = kind_or_404(request.user, kind)
    posted = request.method == "POST"
    begun = {"fiscal_year": request.GET.get("fiscal_year", "")}
    sent = (request.POST, request.FILES) if posted else ()
    form = SheetUploadForm(*sent, per_year=kind.per_year, initial=begun)
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_to(form, "file"):
            year = form.cleaned_data.get("fiscal_year")
            batch = upload_import(by=request.user, kind=kind, file=file, filename=file.name, fiscal_year=year)
            jobs.start(batch.pk, at_once=file.size <= SMALL)
            return redirect("import", batch.pk)
    filters = SheetFilterForm(user=request.user, per_year=kind.per_year, initial={k: v for k, v in begun.items() if v})
    context = {"kind": kind, "columns": kind.columns(), "upload": form, "filters": filters}
    context["municipality"] = request.user.municipality
    return render(request, "sheets/sheet.html", context, status=422 if form.errors else 200)


@require_safe
def sheet_template(request, kind):
    """Download an empty table with drop-downs and explanations, begun where the rows are known."""
    kind = kind_or_404(request.user, kind)
    content = template_file(kind=kind, user=request.user, chosen=_chosen_or_404(request, kind))
    return attachment(content, f"แม่แบบ{kind.label}.xlsx", XLSX)


@require_safe
def sheet_export(request, kind):
    """Download what the user may see of a kind; the file can be imported again."""
    kind = kind_or_404(request.user, kind)
    columns, rows = export_rows(kind=kind, user=request.user, chosen=_chosen_or_404(request, kind))
    if request.GET.get("format") == "csv":
        return attachment(write_csv(columns, rows), f"{kind.label}.csv", CSV)
    return attachment(write_xlsx(columns, rows, title=kind.label), f"{kind.label}.xlsx", XLSX)


def _chosen_or_404(request, kind: Kind) -> ExportFilter:
    """Return the valid choices of an address; others were made by hand."""
    filters = SheetFilterForm(request.GET, user=request.user, per_year=kind.per_year)
    if not filters.is_valid():
        raise Http404
    return filters.chosen()
