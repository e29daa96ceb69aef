"""Packages in and out."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments.accounts.access import ROLE_PERMISSIONS, Permission
from assessments.accounts.posting import posted_by
from assessments.editing.answers import attachment, posted, refusals_to
from assessments.years.fetch import year_or_404
from reports.documents.models import Document

from . import MAX_BYTES, export_package, import_package, read_package
from .forms import UploadForm


@posted_by(Permission.IMPORT, body=lambda: 2 * MAX_BYTES)  # a larger one is told its size
def exchange(request):
    """Take a package in: all of it or, with every fault told, nothing."""
    if Permission.IMPORT not in ROLE_PERMISSIONS[request.user.role]:
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์นำเข้าข้อมูล")
    form = UploadForm(posted(request), request.FILES if request.method == "POST" else None)
    faults = []
    if request.method == "POST" and form.is_valid():
        with refusals_to(faults):
            package = read_package(form.cleaned_data["file"].read())
            year = import_package(package, by=request.user, replace=form.cleaned_data["replace"])
            others = [str(told.fiscal_year) for told in package.assessments if told.fiscal_year != year.fiscal_year]
            results = f" พร้อมผลการประเมินปี {' และ '.join(others)}" if others else ""
            messages.success(request, f"นำเข้าข้อมูลของ{year.municipality} ปี {year.fiscal_year}{results} แล้ว")
            return redirect(year.address("year"))
    context = {"form": form, "faults": faults, "municipality": request.user.municipality}
    return render(request, "reports/exchange.html", context, status=422 if faults or form.errors else 200)


@require_safe
def package_export(request, year: int, code: str):
    """Download the year with one of its documents, the first unless `kind` names one, as a package."""
    opened = year_or_404(request.user, year, code)
    kind = request.GET.get("kind", "")
    if kind and kind not in Document.Kind:
        raise Http404("ไม่มีเอกสารชนิดนี้")
    document = get_object_or_404(opened.documents, kind=kind) if kind else None
    text = json.dumps(export_package(opened, document), ensure_ascii=False, indent=1) + "\n"
    return attachment(text.encode(), f"ita-{code}-{year}.json", "application/json; charset=utf-8")
