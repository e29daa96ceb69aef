"""Drafted sentences of a text block: choose them, take the new wording, or leave the words as they are."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from assessments.editing.answers import atomic_post, posted, refusals_to
from reports.documents.fetch import block_or_404, builder_address, document_or_404
from reports.documents.models import Block, Document

from . import services
from .forms import SentencesForm
from .stored import offered_sentences, standing_keys


@atomic_post
def block_sentences(request, year: int, code: str, kind: str, pk: int):
    """Choose among the sentences that can be drafted; each shows its rule and its figures."""
    document = document_or_404(request.user, year, code, kind, typed=request.method == "POST")
    blocks = list(document.blocks.all())
    block = _text_block(document, blocks, pk)
    form = _form(posted(request), block, blocks)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        with refusals_to(form):
            keys, place = chosen["sentences"], chosen["place"]
            put = services.insert_sentences(by=request.user, block=block, keys=keys, place=place)
            messages.success(request, f"ใส่ข้อความที่ร่างแล้ว {len(put)} ข้อความ อ่านทวนและแก้ถ้อยคำได้ในหน้านี้")
            return redirect("block_edit", year, code, kind, pk)
    context = {"year": document.assessment, "document": document, "edited": block, "form": form}
    return render(request, "reports/block_sentences.html", context, status=422 if form.errors else 200)


@require_POST
def sentence_refresh(request, year: int, code: str, kind: str, pk: int):
    """Put the new wording in place of a sentence that still stands as it was drafted."""
    block = block_or_404(request.user, year, code, kind, pk)
    with refusals_to(request):
        services.refresh_sentence(by=request.user, block=block, key=request.POST.get("key", ""))
        messages.success(request, "ใช้ข้อความใหม่ตามข้อมูลปัจจุบันแล้ว")
    return _back(request, block)


@require_POST
def sentence_dismiss(request, year: int, code: str, kind: str, pk: int):
    """Leave the words as they are until the figures change again."""
    block = block_or_404(request.user, year, code, kind, pk)
    with refusals_to(request):
        services.dismiss_sentence(by=request.user, block=block, key=request.POST.get("key", ""))
        messages.success(request, "คงข้อความไว้ตามเดิมแล้ว ระบบจะเตือนอีกเมื่อข้อมูลเปลี่ยน")
    return _back(request, block)


def _text_block(document: Document, blocks: list[Block], pk: int) -> Block:
    block = next((block for block in blocks if block.pk == pk), None)
    if block is None or "paragraphs" not in block.data:
        raise Http404("ไม่มีส่วนข้อความนี้")
    block.document = document
    return block


def _form(data, block: Block, blocks: list[Block]) -> SentencesForm:
    here, elsewhere = set(), {}
    for place, known in enumerate(blocks, start=1):
        for key in standing_keys(known):
            if known == block:
                here.add(key)
            else:
                elsewhere[key] = f"ใช้แล้วในส่วนที่ {place}"
    return SentencesForm(data, offered_sentences(block.document), block.data["paragraphs"], here, elsewhere)


def _back(request, block: Block):
    """Return to the page that the button stood on: the block's own or the builder."""
    if request.POST.get("from") == "block":
        year = block.document.assessment
        return redirect(year.address("block_edit", block.document.kind, block.pk))
    return redirect(builder_address(block.document, block))
