"""The document builder: its page, settings, columns and memo."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from assessments.accounts.access import Permission, can
from assessments.editing.answers import atomic_post, posted, refusals_to, tell_undoable
from assessments.editing.conflicts import Guard
from assessments.years.fetch import year_or_404
from assessments.years.workflow import APPROVED, PUBLISHED
from ita_portal.ids import id_of
from reports.blocks import BLOCK_TYPES
from reports.builder import services as builder_services
from reports.builder import starters
from reports.builder.forms.document import STARTING_FORMS, ColumnsForm, CreateForm, SettingsForm
from reports.builder.forms.memo import MemoForm, SectionFormSet, SignatoryFormSet
from reports.builder.outline import area_fault, outline
from reports.builder.starters import own_words
from reports.documents.caps import shares_of
from reports.documents.fetch import document_or_404, to_document
from reports.documents.looks import earlier_documents, newest_earlier, offers
from reports.documents.models import Document
from reports.output.content import standing_widths
from reports.output.page_cache import rendered
from reports.output.printing.service import NotReady
from reports.rollover import services as rollover_services
from reports.rollover.unconfirmed_texts import WaitingTexts

KEPT_MEMO = "kept_memo_{}"


def documents(request, year: int, code: str):
    """List the year's documents; POST creates one from the starting form of its kind."""
    permission = Permission.EDIT if request.method == "POST" else Permission.VIEW
    opened = year_or_404(request.user, year, code, permission, typed=True)
    form = CreateForm(posted(request), offers=offers(opened))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            created = builder_services.create_document(by=request.user, year=opened, **form.chosen())
            messages.success(request, "สร้างเอกสารแล้ว ตรวจแก้ข้อความแต่ละส่วนให้ตรงกับหน่วยงานของท่าน")
            return to_document(created)
    listed = list(opened.documents.annotate(block_count=Count("blocks")))
    made = {document.kind for document in listed}
    can_edit, issued = can(request.user, Permission.EDIT, opened), list(opened.issued.listed())
    given_out = {issue.kind for issue in issued}
    may_issue = opened.state in (APPROVED, PUBLISHED) and can(request.user, Permission.ISSUE, opened)
    context = {
        "year": opened,
        "can_edit": can_edit,
        "documents": listed,
        "copies": [earlier for earlier in newest_earlier(opened) if earlier.kind not in made] if can_edit else [],
        "issued": issued,
        "to_issue": [document.kind for document in listed if document.kind not in given_out] if may_issue else [],
        "form": form,
        "starting_forms": [(kind.value, kind.label, note) for kind, note in STARTING_FORMS.items() if kind not in made],
    }
    return render(request, "reports/documents.html", context, status=422 if form.errors else 200)


@require_POST
def documents_copy(request, year: int, code: str):
    """Create a document from that of an earlier year."""
    opened = year_or_404(request.user, year, code, Permission.EDIT)
    source = get_object_or_404(earlier_documents(opened), pk=id_of(request.POST.get("source", "")))
    with refusals_to(request):
        created = rollover_services.copy_document(
            by=request.user, year=opened, source=source, own_words=own_words(opened, source.kind)
        )
        messages.success(
            request,
            f"คัดลอกจากปี {source.assessment.fiscal_year} แล้ว ข้อความของปีก่อนมีคำว่า “รอยืนยัน” "
            "ให้แก้ไขหรือยืนยันทีละข้อความก่อนส่งให้ผู้อนุมัติ",
        )
        return to_document(created)
    return redirect("documents", year, code)


@require_POST
def document_delete(request, year: int, code: str, kind: str):
    """Remove a document; the message brings it back."""
    shown = document_or_404(request.user, year, code, kind)
    with refusals_to(request):
        builder_services.delete_document(by=request.user, document=shown)
        tell_undoable(request, shown.assessment, f"ลบ{shown.get_kind_display()}แล้ว")
    return redirect("documents", year, code)


@require_safe
def document(request, year: int, code: str, kind: str):
    """Show the builder; `pages` asks for the pages at once, for a browser that cannot fetch them afterwards.

    They come at once with a message too: the second request of such a browser would lose it.
    """
    shown = document_or_404(request.user, year, code, kind, Permission.VIEW)
    opened, here = shown.assessment, id_of(request.GET.get("block", ""))
    at_once = "pages" in request.GET or (not request.htmx and len(messages.get_messages(request)))
    prefetch_related_objects([shown], "blocks")
    drawn, not_ready = None, None
    if at_once:
        try:
            drawn = rendered(shown, person=request.user.pk)
        except NotReady as refused:
            not_ready = refused.standing
    waiting = WaitingTexts(shown)
    context = {
        "rendered": drawn,
        "standing": not_ready,
        "near": [share for share in shares_of(shown) if share.is_near],
        "page": drawn.page_of(here) if drawn else 0,
        "here_block": here,
        "year": opened,
        "document": shown,
        "lines": outline(shown, waiting),
        "unconfirmed": waiting.of(shown),
        "can_edit": can(request.user, Permission.EDIT, opened),
        "can_issue": can(request.user, Permission.ISSUE, opened.municipality),
        "issued": opened.issued.listed().filter(kind=kind),
    }
    return render(request, "reports/document.html", context)


@atomic_post
def document_settings(request, year: int, code: str, kind: str):
    """Edit how the document looks."""
    document = document_or_404(request.user, year, code, kind, typed=request.method == "POST")
    guard = Guard(posted(request), lambda data: [SettingsForm(data, document=document)])
    return _edit(request, document, guard, builder_services.save_settings, "บันทึกรูปแบบเอกสารแล้ว")


@atomic_post
def document_columns(request, year: int, code: str, kind: str):
    """Choose, order and name the columns of the table of measures."""
    document = document_or_404(request.user, year, code, kind, typed=request.method == "POST")
    widths = standing_widths(document, BLOCK_TYPES["measures"].new(document.assessment))
    guard = Guard(posted(request), lambda data: [ColumnsForm(data, document=document, standing=widths)])
    return _edit(request, document, guard, builder_services.save_columns, "บันทึกคอลัมน์แล้ว")


def _edit(request, document: Document, guard: Guard, save: Callable, saved: str):
    """Show or take a form whose `changed` is what the service `save` stores."""
    [form] = guard.forms
    if guard.may_save:
        with refusals_to(form):
            save(by=request.user, document=document, **form.changed())
            messages.success(request, saved)
            return to_document(document)
    context = {"year": document.assessment, "document": document, "form": form, "guard": guard}
    context["area_fault"] = area_fault(document)
    return render(request, form.template, context, status=guard.status)


@atomic_post
def document_memo(request, year: int, code: str, kind: str):
    """Edit the memo; one that is switched off stays at hand until the user signs out."""
    document = document_or_404(request.user, year, code, kind, typed=request.method == "POST")
    key = KEPT_MEMO.format(document.pk)
    memo = document.memo or request.session.get(key) or starters.new_memo(document)
    printed = document.memo is not None or key not in request.session
    guard = Guard(posted(request), lambda data: _memo_parts(data, memo, printed=printed))
    form, sections, signatories = guard.forms
    if guard.may_save:
        typed = form.fields_of_memo() | {"sections": sections.values(), "signatories": signatories.values()}
        with refusals_to(form):
            return _save_memo(request, document, key, typed, printed=form.cleaned_data["printed"])
    context = {"year": document.assessment, "document": document, "form": form, "guard": guard}
    context |= {"sections": sections, "signatories": signatories}
    return render(request, "reports/document_memo.html", context, status=guard.status)


def _memo_parts(data, memo: dict, *, printed: bool) -> list:
    return [
        MemoForm(data, memo=memo, printed=printed),
        SectionFormSet(data, initial=memo["sections"], prefix="sections"),
        SignatoryFormSet(data, initial=memo["signatories"], prefix="signatories"),
    ]


def _save_memo(request, document: Document, key: str, memo: dict, *, printed: bool):
    builder_services.save_memo(by=request.user, document=document, memo=memo if printed else None)
    if printed:
        request.session.pop(key, None)
        messages.success(request, "บันทึกการแก้ไขแบบบันทึกข้อความแล้ว")
    else:
        request.session[key] = memo
        messages.success(request, "เอกสารนี้จะไม่พิมพ์บันทึกข้อความ ข้อความที่กรอกยังอยู่จนกว่าจะออกจากระบบ")
    return to_document(document)
