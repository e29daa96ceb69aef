"""Pages of a year's evidence: the list, one piece of it, and its files."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.accounts.access import Permission, can
from assessments.accounts.posting import posted_by
from assessments.editing.answers import atomic_post, refusals_to, tell_undoable
from assessments.editing.conflicts import Guard
from assessments.editing.fields import ThaiDateField
from assessments.models import Assessment, Item
from assessments.years.fetch import year_or_404
from ita_portal.ids import id_of
from ita_portal.portal_app import portal_apps
from ita_portal.stored_files import stored_file
from measures.plan.models import Measure

from . import services
from .file_types import BY_MEDIA_TYPE, JPEG
from .forms import (
    DAY,
    KINDS,
    MAX_FILES,
    OTHER_YEARS,
    UNUSED,
    AddressForm,
    EvidenceFilter,
    form_of,
    use_choices,
    use_key,
)
from .models import Evidence
from .uploads import largest_of, tell_known

PER_PAGE = 30
# A picture or document of a stranger: no script, no frame, no request, even if a browser took it for a page.
CLOSED = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
PICTURES = {"thumbnail": "thumbnail", "print": "printable"}


def _year_and_evidence(request, year, code, pk, permission=Permission.VIEW, *, typed: bool = False):
    """Return evidence of the year's municipality, of whatever year; a deleted one only to who may bring it back."""
    assessment = year_or_404(request.user, year, code, permission, typed=typed)
    rows = Evidence.objects.for_user(request.user).filter(municipality=assessment.municipality)
    if not can(request.user, Permission.EDIT, assessment):
        rows = rows.kept()
    piece = get_object_or_404(rows.select_related("assessment__framework", "by"), pk=pk)
    piece.municipality = assessment.municipality
    return assessment, piece


def _use_or_404(assessment: Assessment, key: str) -> Measure | Item:
    """Return the measure or item of the year that a key of `use_key` names."""
    kind, _, pk = key.partition("-")
    if kind == "measure":
        return get_object_or_404(assessment.measures, pk=id_of(pk))
    if kind == "item":
        return get_object_or_404(assessment.framework.items, pk=id_of(pk))
    raise Http404("ไม่มีมาตรการหรือข้อนี้")


def _address(assessment: Assessment, row: Measure | Item | Evidence) -> str:
    """Return where a piece of evidence, or the evidence of a measure or an item, is kept in order."""
    if isinstance(row, Evidence):
        return assessment.address("evidence_page", row.pk)
    if isinstance(row, Measure):
        return f"{assessment.address('measure_edit', row.pk)}#evidence"
    return f"{assessment.address('evidence')}?used={use_key(row)}"


@require_safe
def evidence(request, year, code):
    """Show the year's evidence, all of it or what the filter asks for."""
    assessment = year_or_404(request.user, year, code)
    form = EvidenceFilter(request.GET, assessment=assessment)
    use = _use_or_404(assessment, form.chosen_use) if form.chosen_use else None
    rows = _filtered(assessment, form, use).with_uses(assessment)
    editable = can(request.user, Permission.EDIT, assessment)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    unused = [piece for piece in page if not piece.year_measure_uses and not piece.year_item_uses]
    named = _named(unused)
    for piece in unused:
        piece.named = named.get(piece.pk, [])
    context = {
        "year": assessment,
        "form": form,
        "page": page,
        "editable": editable,
        "total_size": Evidence.objects.kept().filter(assessment=assessment).total_size(),
        "max_mb": settings.EVIDENCE_MAX_MB,
        "max_files": MAX_FILES,
        "day_help": DAY,
    }
    if editable:
        deleted = Evidence.objects.of_year(assessment).filter(deleted_at__isnull=False)
        context["deleted"] = deleted.order_by("-deleted_at")
    if editable and use:
        context |= {"used": form.chosen_use, "attachable": Evidence.objects.attachable_to(use, assessment)}
    return render(request, "measures/evidence.html", context)


def _named(evidence: Iterable[Evidence]) -> dict[int, list[str]]:
    """Return what else uses evidence, by its key: the parts of documents that print it."""
    named: dict[int, list[str]] = defaultdict(list)
    keys = [piece.pk for piece in evidence]
    for app in portal_apps():
        for pk, _, called in app.naming(Evidence, keys) if keys else ():
            named[pk].append(called)
    return named


def _filtered(assessment: Assessment, form: EvidenceFilter, use: Measure | Item | None):
    rows = Evidence.objects.kept()
    if use:
        rows = rows.used_by(use, assessment)
    elif form.wanted_use == OTHER_YEARS:
        rows = rows.of_other_years(assessment)
    else:
        rows = rows.of_year(assessment)
        if form.wanted_use == UNUSED:
            rows = rows.unused_in(assessment)
            rows = rows.exclude(pk__in=_named(rows))
    return KINDS[form.wanted_kind][1](rows) if form.wanted_kind else rows


@require_POST
@posted_by(Permission.EDIT, body=lambda: largest_of(MAX_FILES))
def evidence_upload(request, year, code):
    """Store the files that are evidence, tell of each that is not, and let the measure or item use them."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    key = request.POST.get("used", "")
    use = _use_or_404(assessment, key) if key else None
    files = request.FILES.getlist("files")
    try:
        dated = ThaiDateField(required=False).clean(request.POST.get("dated", ""))
    except ValidationError as error:
        messages.error(request, f"ยังไม่ได้เพิ่มไฟล์ ลงวันที่ {' '.join(error.messages)}")
        files = []
    else:
        if not files:
            messages.error(request, "ยังไม่ได้เลือกไฟล์ เลือกอย่างน้อยหนึ่งไฟล์")
    if len(files) > MAX_FILES:
        messages.error(request, f"เลือกครั้งละไม่เกิน {MAX_FILES} ไฟล์ ยังไม่ได้เพิ่มไฟล์ใด")
        files = []
    uploads = [_upload(request, assessment, file, dated, use) for file in files]
    added = [upload for upload in uploads if upload]
    if new := sum(not upload.known for upload in added):
        todo = " ต่อไปเลือกว่าใช้กับมาตรการหรือข้อใด" if len(files) == 1 and not use else ""
        messages.success(request, f"เพิ่มหลักฐานแล้ว {new} ไฟล์{todo}")
    if use:
        return redirect(_address(assessment, use))
    if len(added) == len(files) == 1:
        return redirect(_address(assessment, added[0].evidence))
    return redirect("evidence", year, code)


def _upload(request, assessment: Assessment, file, dated, use) -> services.Added | None:
    """Store one of the files; None where it is refused, which is then told."""
    try:
        services.check_size(file.size)
        added = services.add_file(
            by=request.user, assessment=assessment, content=file.read(), filename=file.name, dated=dated
        )
        if use:
            services.attach(by=request.user, evidence=added.evidence, assessment=assessment, use=use)
    except ValidationError as error:
        messages.error(request, f"ไม่รับไฟล์ “{file.name}”: {' '.join(error.messages)}")
        return None
    tell_known(request, file, added)
    return added


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_address(request, year, code):
    """Add a web address, and let the measure or item of the query use it."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT, typed=request.method == "POST")
    key = request.GET.get("used", "")
    use = _use_or_404(assessment, key) if key else None
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            added = services.add_address(by=request.user, assessment=assessment, **form.cleaned_data)
            if use:
                services.attach(by=request.user, evidence=added, assessment=assessment, use=use)
            messages.success(request, f"เพิ่มที่อยู่เว็บ “{added}” แล้ว")
            return redirect(_address(assessment, use or added))
    context = {"year": assessment, "form": form, "use": use}
    return render(request, "measures/evidence_address.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def evidence_page(request, year, code, pk):
    """Show one piece of evidence with its uses; POST edits what is said of it."""
    data = request.POST if request.method == "POST" else None
    permission = Permission.VIEW if data is None else Permission.EDIT
    assessment, piece = _year_and_evidence(request, year, code, pk, permission, typed=True)
    guard = Guard(data, lambda data: [form_of(piece, data)])
    [form] = guard.forms
    if guard.may_save:
        with refusals_to(form):
            services.edit_evidence(by=request.user, evidence=piece, **form.cleaned_data)
            messages.success(request, f"บันทึก “{form.cleaned_data['title']}” แล้ว")
            return redirect("evidence_page", year, code, pk)
    measure_uses, named = list(piece.measure_uses.shown()), _named([piece]).get(piece.pk, [])
    item_uses = list(piece.item_uses.select_related("item", "assessment__framework", "assessment__municipality"))
    context = {
        "year": assessment,
        "evidence": piece,
        "form": form,
        "guard": guard,
        "editable": can(request.user, Permission.EDIT, assessment),
        "files": list(enumerate(piece.files(), start=1)),
        "max_mb": settings.EVIDENCE_MAX_MB,
        "measure_uses": measure_uses,
        "item_uses": item_uses,
        "named": named,
        "is_used": bool(measure_uses or item_uses or named),
        "uses": use_choices(assessment),
    }
    return render(request, "measures/evidence_page.html", context, status=guard.status)


@require_POST
@posted_by(Permission.EDIT, body=lambda: largest_of(2))  # one that is too large is told why
def evidence_replace(request, year, code, pk):
    """Give evidence a newer file."""
    _, piece = _year_and_evidence(request, year, code, pk, Permission.EDIT)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, "ยังไม่ได้เลือกไฟล์ จึงไม่ได้เปลี่ยน")
        return redirect("evidence_page", year, code, pk)
    with refusals_to(request):
        services.check_size(file.size)
        services.replace_file(by=request.user, evidence=piece, content=file.read(), filename=file.name)
        tell_undoable(request, piece.assessment, f"เปลี่ยนไฟล์ของ “{piece}” แล้ว ไฟล์ก่อนหน้ายังดาวน์โหลดได้")
    return redirect("evidence_page", year, code, pk)


@require_safe
def evidence_file(request, year, code, pk, number: int | None = None):
    """Give a file out: pictures to be looked at, everything else to be kept; `number` counts from its first file."""
    _, piece = _year_and_evidence(request, year, code, pk)
    if number is not None:
        files = piece.files()
        if not 0 < number <= len(files):
            raise Http404("ไม่มีไฟล์")
        piece = files[number - 1].instance
    as_attachment = not piece.is_picture or "download" in request.GET
    return _given_out(request, piece.file, piece.media_type, as_attachment=as_attachment, filename=piece.download_name)


@require_safe
def evidence_picture(request, year, code, pk, kind):
    """Give a picture out in the size of lists or of documents."""
    _, piece = _year_and_evidence(request, year, code, pk)
    if kind not in PICTURES or not piece.is_picture:
        raise Http404("ไม่มีภาพ")
    if smaller := getattr(piece, PICTURES[kind]):
        return _given_out(request, smaller, JPEG.media_type)
    return _given_out(request, piece.file, piece.media_type)  # small enough as it is


def _given_out(request, file, media_type: str, **options):
    """Answer with a stored file: of a kind that is taken, and closed to all that it might hold."""
    if media_type not in BY_MEDIA_TYPE:
        raise Http404("ไม่พบไฟล์")
    return stored_file(request, file, media_type, headers=CLOSED, **options)


@require_POST
def evidence_delete(request, year, code, pk):
    """Take evidence out of the lists."""
    _, piece = _year_and_evidence(request, year, code, pk, Permission.EDIT)
    with refusals_to(request):
        services.delete_evidence(by=request.user, evidence=piece)
        tell_undoable(request, piece.assessment, f"ลบ “{piece}” แล้ว")
    return redirect("evidence", year, code)


@require_POST
def evidence_restore(request, year, code, pk):
    """Bring deleted evidence back, whenever that was."""
    _, piece = _year_and_evidence(request, year, code, pk, Permission.EDIT)
    with refusals_to(request):
        services.restore_evidence(by=request.user, evidence=piece)
        messages.success(request, f"นำ “{piece}” กลับมาแล้ว")
    return redirect("evidence", year, code)


@require_POST
def evidence_attach(request, year, code):
    """Let a measure or an item use evidence that is there."""
    return _change_use(request, year, code, services.attach, "เพิ่ม “{0}” เป็นหลักฐานแล้ว")


@require_POST
def evidence_detach(request, year, code):
    """Let a measure or an item no longer use evidence."""
    return _change_use(request, year, code, services.detach, "ไม่ใช้ “{0}” ที่นี่แล้ว หลักฐานยังอยู่ในหน้าหลักฐาน")


def _change_use(request, year, code, service, done: str):
    """Change a use and go back to where it was asked for: the evidence's page, or the measure or item."""
    pk = id_of(request.POST.get("evidence", ""))
    assessment, piece = _year_and_evidence(request, year, code, pk, Permission.EDIT)
    use = _use_or_404(assessment, request.POST.get("used", ""))
    with refusals_to(request):
        service(by=request.user, evidence=piece, assessment=assessment, use=use)
        messages.success(request, done.format(piece))
    return redirect(_address(assessment, piece if "on_page" in request.POST else use))
