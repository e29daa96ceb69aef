"""Styles (รูปแบบ): keep how a document looks under a name, take a kept or a shipped look, go back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assessments.editing.answers import atomic_post, posted, refusals_to
from reports.builder import style_services
from reports.builder.forms.document import StyleForm
from reports.documents.fetch import document_or_404, to_document
from reports.documents.looks import differences, fitted_look, look_of, offers, summary
from reports.documents.models import Document, Style

BEFORE = "look_before_{}"


@atomic_post
def document_styles(request, year: int, code: str, kind: str):
    """Show the looks that the document may take; POST keeps its own under a name."""
    document = document_or_404(request.user, year, code, kind, typed=request.method == "POST")
    form = StyleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form, "name"):
            style = style_services.save_style(by=request.user, document=document, **form.cleaned_data)
            messages.success(request, f"เก็บรูปแบบ “{style.name}” แล้ว ใช้กับเอกสารอื่นและปีต่อไปได้")
            return _to_styles(document)
    look, areas = look_of(document), document.assessment.framework.areas.exists()
    context = {
        "year": document.assessment,
        "document": document,
        "form": form,
        "taken": form.has_error("name", "taken"),
        "summary": summary(look),
        "before": BEFORE.format(document.pk) in request.session,
        "offers": [
            (offer, differences(look, fitted_look(offer.look, areas=areas)))
            for offer in offers(document.assessment, kind)
        ],
    }
    return render(request, "reports/document_styles.html", context, status=422 if form.errors else 200)


@require_POST
def style_apply(request, year: int, code: str, kind: str):
    """Take a look that is offered, or the one before the last."""
    document = document_or_404(request.user, year, code, kind)
    kept, choice = BEFORE.format(document.pk), request.POST.get("choice", "")
    looks = {offer.key: (offer.name, offer.look) for offer in offers(document.assessment, kind)}
    if kept in request.session:
        looks["before"] = "รูปแบบก่อนหน้า", {**look_of(document), **request.session[kept]}  # kept by an older portal
    if choice not in looks:
        raise Http404("ไม่มีรูปแบบนี้")
    name, look = looks[choice]
    with refusals_to(request):
        request.session[kept] = style_services.apply_style(
            by=request.user, document=document, look=look, is_own=choice == "before"
        )
        messages.success(request, f"ใช้ “{name}” แล้ว หากไม่ต้องการ กลับไปใช้รูปแบบก่อนหน้าได้ที่ “รูปแบบ”")
    return to_document(document)


@require_POST
def style_rename(request, year: int, code: str, kind: str, pk: int):
    """Give a style of the municipality another name."""
    document, style = _style_or_404(request, year, code, kind, pk)
    with refusals_to(request):
        style_services.rename_style(by=request.user, style=style, name=request.POST.get("name", ""))
        messages.success(request, "เปลี่ยนชื่อรูปแบบแล้ว")
    return _to_styles(document)


@require_POST
def style_delete(request, year: int, code: str, kind: str, pk: int):
    """Forget a style of the municipality."""
    document, style = _style_or_404(request, year, code, kind, pk)
    with refusals_to(request):
        style_services.delete_style(by=request.user, style=style)
        messages.success(request, f"ลบรูปแบบ “{style.name}” แล้ว เอกสารที่ใช้รูปแบบนี้ยังเหมือนเดิม")
    return _to_styles(document)


def _style_or_404(request, year: int, code: str, kind: str, pk: int) -> tuple[Document, Style]:
    document = document_or_404(request.user, year, code, kind)
    return document, get_object_or_404(Style, municipality=document.assessment.municipality, pk=pk)


def _to_styles(document: Document):
    year = document.assessment
    return redirect(year.address("document_styles", document.kind))
