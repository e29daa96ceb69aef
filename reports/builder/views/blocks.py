"""The blocks of a document: add, edit, move and remove."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from assessments.editing.answers import atomic_post, gone, posted, refusals_to, tell_undoable
from assessments.editing.conflicts import Guard
from ita_portal.ids import id_of
from reports.blocks import BLOCK_TYPES
from reports.blocks.forms.adding import PlaceForm, ScopeForm
from reports.blocks.forms.base import BlockForm, OfferedDefinitions
from reports.builder import services as builder_services
from reports.documents.fetch import block_or_404, builder_address, document_or_404, to_document
from reports.documents.models import Document
from reports.drafting.stored import standings
from reports.output.content import standing_widths
from reports.package import block_data
from reports.rollover import services as rollover_services
from reports.rollover.unconfirmed_texts import WaitingTexts


@atomic_post
def block_add(request, year: int, code: str, kind: str):
    """Choose a type, then fill in its form; some types choose an instrument or an indicator first."""
    document = document_or_404(request.user, year, code, kind, typed=request.method == "POST")
    type_ = request.GET.get("type", "")
    if type_ not in BLOCK_TYPES:
        return _types_page(request, document)
    definitions = OfferedDefinitions.of(document.assessment)
    scope = ScopeForm(request.GET, names=BLOCK_TYPES[type_].form.scope, definitions=definitions)
    if scope.lacking:
        return _types_page(request, document, lacking=f"เพิ่มส่วน “{BLOCK_TYPES[type_].label}” ไม่ได้ {scope.lacking}")
    form = _new_form(posted(request), type_, scope, definitions)
    after = request.GET.get("after", "")
    place = PlaceForm(posted(request), blocks=list(document.blocks.all()), after=after)
    if request.method == "POST" and form.is_valid() and place.is_valid():
        with refusals_to(form):
            added = {"section": form.section(), **place.cleaned_data}
            block = builder_services.add_block(by=request.user, document=document, **added)
            messages.success(request, f"เพิ่มส่วน “{form.label}” แล้ว")
            return to_document(document, block)
    context = {"year": document.assessment, "document": document, "form": form, "place": place}
    context |= {"scope": scope, "block_type": BLOCK_TYPES[type_], "type": type_, "after": after}
    wrong = form.errors or place.errors
    return render(request, "reports/block_form.html", context, status=422 if wrong else 200)


@atomic_post
def block_edit(request, year: int, code: str, kind: str, pk: int):
    """Edit what a block holds; what is typed for one that is gone is given back."""
    document = document_or_404(request.user, year, code, kind, typed=request.method == "POST")
    block = document.blocks.filter(pk=pk).first()
    if block is None:
        return gone(request, builder_address(document))
    block.document = document
    stored, form_class = block_data(block), BLOCK_TYPES[block.type].form
    widths = standing_widths(document, stored) if "widths" in stored else []
    definitions = replace(OfferedDefinitions.of(document.assessment), widths=widths)
    guard = Guard(posted(request), lambda data: [form_class(data, stored=stored, definitions=definitions)])
    [form] = guard.forms
    if guard.may_save:
        with refusals_to(form):
            builder_services.edit_block(by=request.user, block=block, section=form.section())
            messages.success(request, f"บันทึกส่วน “{form.label}” แล้ว")
            return to_document(document, block)
    context = {"year": document.assessment, "document": document, "form": form, "guard": guard}
    context |= {"edited": block, "block_type": BLOCK_TYPES[block.type]}
    context |= {
        "unconfirmed": WaitingTexts(document).of(block),
        "drafted": standings(document, [block]).get(block.pk, []),
    }
    return render(request, "reports/block_form.html", context, status=guard.status)


@require_POST
def text_confirm(request, year: int, code: str, kind: str):
    """Note that one text that was copied from an earlier year, of a block or of the document itself, is still true."""
    document = document_or_404(request.user, year, code, kind)
    of_block = request.POST.get("block")
    block = get_object_or_404(document.blocks, pk=id_of(of_block)) if of_block is not None else None
    with refusals_to(request):
        left = rollover_services.confirm_text(by=request.user, document=document, key=request.POST.get("key", ""))
        rest = f"ยังรอยืนยันอีก {left} ข้อความในเอกสารนี้" if left else "เอกสารนี้ยืนยันครบแล้ว"
        messages.success(request, f"ยืนยันแล้ว {rest}")
    return to_document(document, block)


@require_POST
def block_move(request, year: int, code: str, kind: str, pk: int):
    """Move a block one place up or down, or beside another one."""
    block = block_or_404(request.user, year, code, kind, pk)
    direction, beside = request.POST.get("direction", ""), id_of(request.POST.get("beside", ""))
    with refusals_to(request):
        builder_services.move_block(by=request.user, block=block, direction=direction, beside=beside)
    return to_document(block.document, block)


@require_POST
def block_delete(request, year: int, code: str, kind: str, pk: int):
    """Remove a block."""
    block = block_or_404(request.user, year, code, kind, pk)
    with refusals_to(request):
        builder_services.delete_block(by=request.user, block=block)
        tell_undoable(request, block.document.assessment, f"ลบส่วน “{str(block)[:80]}” ออกจากเอกสารแล้ว")
    return to_document(block.document)


def _types_page(request, document: Document, lacking: str = ""):
    there = set(document.blocks.values_list("type", flat=True))
    types = [offered for name, offered in BLOCK_TYPES.items() if not (offered.once and name in there)]
    context = {"year": document.assessment, "document": document, "types": types, "lacking": lacking}
    context["after"] = request.GET.get("after", "")
    return render(request, "reports/block_types.html", context)


def _new_form(data, type_: str, scope: ScopeForm, definitions: OfferedDefinitions) -> BlockForm:
    """Return the form of a block to add, for what was chosen first."""
    if not scope.is_valid():
        raise Http404("ไม่มีเครื่องมือ ปี หรือตัวชี้วัดนี้")
    chosen = scope.cleaned_data
    framework = definitions.framework(chosen.pop("year", definitions.year.fiscal_year))
    block_type = BLOCK_TYPES[type_]
    section = block_type.new(definitions.year, framework=framework, **chosen)
    return block_type.form(data, stored=section, definitions=definitions)
