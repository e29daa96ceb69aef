"""The document builder: its page, settings, columns and memo."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import render

from assessments.access import Deed, can
from assessments.years import year_or_404
from reports import services, starting
from reports.forms import (
    ColumnFormSet,
    CreateForm,
    MemoForm,
    SectionFormSet,
    SettingsForm,
    SignatoryFormSet,
)
from reports.forms.document import STARTING_FORMS
from reports.models import Document
from reports.outline import outline

from .blocks import removed_blocks
from .fetch import document_or_404, posted, to_document

KEPT_MEMO = "kept_memo_{}"


def document(request, year: int, code: str):
    """Show the builder; POST creates the year's document from a starting form."""
    opened = year_or_404(request.user, year, code, Deed.EDIT if request.method == "POST" else Deed.VIEW)
    form = CreateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            created = services.create_document(by=request.user, year=opened, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "สร้างเอกสารแล้ว ตรวจแก้ข้อความแต่ละส่วนให้ตรงกับหน่วยงานของท่าน")
            return to_document(created)
    found = Document.objects.filter(assessment=opened).first()
    context = {"year": opened, "can_edit": can(request.user, Deed.EDIT, opened.municipality), "form": form}
    status = 422 if form.errors else 200
    if found is None:
        return render(
            request,
            "reports/document_empty.html",
            {**context, "starting_forms": STARTING_FORMS},
            status=status,
        )
    found.assessment = opened
    context |= {"document": found, "lines": outline(found), "removed": removed_blocks(request, found)}
    return render(request, "reports/document.html", context, status=status)


def document_settings(request, year: int, code: str):
    document = document_or_404(request.user, year, code)
    form = SettingsForm(posted(request), document=document)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_settings(by=request.user, document=document, **form.settings())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "บันทึกรูปแบบเอกสารแล้ว")
            return to_document(document)
    context = {"year": document.assessment, "form": form}
    return render(request, "reports/document_settings.html", context, status=422 if form.errors else 200)


def document_columns(request, year: int, code: str):
    document = document_or_404(request.user, year, code)
    formset = ColumnFormSet(posted(request), columns=document.columns)
    if request.method == "POST" and formset.is_valid():
        columns = formset.columns()
        services.save_columns(by=request.user, document=document, columns=columns)
        messages.success(request, "บันทึกคอลัมน์แล้ว")
        if document.areas_as == "column" and "area" not in [each["field"] for each in columns]:
            messages.warning(request, "เอกสารตั้งให้พิมพ์ประเด็นเป็นคอลัมน์ แต่ไม่ได้เลือกคอลัมน์ประเด็น ประเด็นจึงจะไม่พิมพ์")
        return to_document(document)
    context = {"year": document.assessment, "document": document, "formset": formset}
    failed = formset.is_bound and not formset.is_valid()
    return render(request, "reports/document_columns.html", context, status=422 if failed else 200)


def document_memo(request, year: int, code: str):
    """Edit the memo; one that is switched off stays at hand until the user signs out."""
    document = document_or_404(request.user, year, code)
    key = KEPT_MEMO.format(document.pk)
    memo = document.memo or request.session.get(key) or starting.new_memo(document)
    data = posted(request)
    form = MemoForm(data, memo=memo, printed=document.memo is not None or key not in request.session)
    sections = SectionFormSet(data, initial=memo["sections"], prefix="sections")
    signatories = SignatoryFormSet(data, initial=memo["signatories"], prefix="signatories")
    parts = [form, sections, signatories]
    if request.method == "POST" and all([part.is_valid() for part in parts]):
        typed = form.fields_of_memo() | {"sections": sections.values(), "signatories": signatories.values()}
        try:
            return _save_memo(request, document, key, typed, printed=form.cleaned_data["printed"])
        except ValidationError as error:
            form.add_error(None, error)
    context = {"year": document.assessment, "form": form, "sections": sections, "signatories": signatories}
    failed = form.is_bound  # a memo that could be saved has been
    return render(request, "reports/document_memo.html", context, status=422 if failed else 200)


def _save_memo(request, document: Document, key: str, memo: dict, *, printed: bool):
    services.save_memo(by=request.user, document=document, memo=memo if printed else None)
    if printed:
        request.session.pop(key, None)
        messages.success(request, "บันทึกบันทึกข้อความแล้ว")
    else:
        request.session[key] = memo
        messages.success(request, "เอกสารนี้จะไม่พิมพ์บันทึกข้อความ ข้อความที่กรอกยังอยู่จนกว่าจะออกจากระบบ")
    return to_document(document)
