"""The life of a year: begun from the one before or a file, published, deleted while it is a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.accounts.access import Permission, check
from assessments.accounts.posting import posted_by
from assessments.editing.answers import atomic_post, posted, refusals_to
from assessments.frameworks import services
from assessments.frameworks.correction import Correction
from assessments.frameworks.correction_services import import_definitions
from assessments.frameworks.files import MAX_BYTES, read_definition_file
from assessments.frameworks.forms.changes import DefinitionFileForm
from assessments.frameworks.models import Framework
from assessments.frameworks.pages import editable_or_404, to_framework


@require_POST
@atomic_post
def framework_next(request, year):
    """Begin the year after as a copy."""
    framework = editable_or_404(request, year)
    with refusals_to(request):
        framework = services.copy_to_next_year(by=request.user, framework=framework)
        messages.success(
            request, f"สร้างฉบับร่างปี {framework.fiscal_year} จากปี {year} แล้ว แก้ไขส่วนที่เปลี่ยน แล้วประกาศใช้เมื่อพร้อม"
        )
    return to_framework(framework)


@require_POST
@atomic_post
def framework_publish(request, year):
    framework = editable_or_404(request, year)
    with refusals_to(request):
        services.publish_framework(by=request.user, framework=framework)
        messages.success(request, f"ประกาศใช้เกณฑ์ปี {year} แล้ว หน่วยงานเริ่มปีนี้ได้")
    return to_framework(framework)


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def framework_delete(request, year):
    """Delete a draft, once it was asked for on a page of its own."""
    framework = editable_or_404(request, year)
    if request.method != "POST":
        return render(request, "frameworks/delete.html", {"framework": framework})
    with refusals_to(request):
        services.delete_draft(by=request.user, framework=framework)
        messages.success(request, f"ลบฉบับร่างปี {year} แล้ว")
        return redirect("frameworks")
    return to_framework(framework)


@require_http_methods(["GET", "HEAD", "POST"])
@posted_by(Permission.ADMINISTER, body=lambda: 2 * MAX_BYTES)
@atomic_post
def framework_import(request):
    """Take a year from a file: a new one as a draft, one in force as a correction, shown first."""
    check(request.user, Permission.ADMINISTER)
    form = DefinitionFileForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            return _taken(request, form.cleaned_data)
    return render(request, "frameworks/import.html", {"form": form}, status=422 if form.errors else 200)


def _taken(request, typed: dict):
    file = read_definition_file(typed["file"].read())
    year = typed["fiscal_year"] or file.definitions.fiscal_year
    existing = Framework.objects.filter(fiscal_year=year).first()
    if existing and existing.state == Framework.State.DRAFT and not typed["replace"]:
        raise ValidationError(
            f"ระบบมีฉบับร่างของปี {year} อยู่แล้ว หากต้องการให้ไฟล์นี้แทนที่ ให้ทำเครื่องหมาย “แทนที่ฉบับร่าง” แล้วเลือกไฟล์อีกครั้ง"
        )
    taken = import_definitions(by=request.user, file=file, fiscal_year=year, reason=typed["reason"])
    if isinstance(taken, Correction):
        return redirect("framework_correction", year, taken.pk)
    same = existing and taken.state != Framework.State.DRAFT
    messages.success(request, f"ไฟล์ตรงกับเกณฑ์ปี {year} ที่ใช้อยู่ ไม่มีสิ่งที่เปลี่ยน" if same else f"นำเข้าเกณฑ์ปี {year} แล้ว")
    return to_framework(taken)
