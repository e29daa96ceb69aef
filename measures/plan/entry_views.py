"""Fast entry of a year's measures: cells saved while typing, pasted blocks, many rows at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from assessments.accounts.access import Permission
from assessments.editing.answers import atomic_post, refusals_to, tell_undoable
from assessments.editing.conflicts import PREVIEW_DIFFERS, SHOWN, Conflict
from assessments.models import Assessment
from assessments.years.fetch import read_or_held_year, year_or_404
from ita_portal import entering
from ita_portal.ids import id_of

from . import paste, services
from .forms import PasteForm
from .grid import chosen_rows, list_address
from .models import Measure
from .order import WANTED

STATUS_OF = {"conflict": 409, "gone": 404, "locked": 423}


@require_POST
def measure_cell(request, year, code, pk):
    """Save one text; answers JSON. The page says whose it is: what one account typed is never saved by another."""
    assessment = year_or_404(request.user, year, code, Permission.EDIT, typed=True)
    if request.POST.get("account", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"error": "ขณะนี้เข้าสู่ระบบด้วยบัญชีอื่น"}, status=401)
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    measure = Measure(pk=pk, assessment=assessment)
    try:
        row = services.edit_cell(
            by=request.user, measure=measure, field=field, shown=request.POST.get(SHOWN, ""), value=value
        )
    except ValidationError as error:
        answer = {"error": " ".join(error.messages)}
        if isinstance(error, Conflict):
            answer["stored"] = error.stored
        return JsonResponse(answer, status=STATUS_OF.get(getattr(error, "code", None), 422))
    text = getattr(row, field)
    missing = [label for name, label in WANTED.items() if not getattr(row, name)]
    html = render_to_string("measures/_text.html", {"text": text})
    mended = entering.told().get("info", "")
    return JsonResponse({"stored": text, "html": html, "missing": " · ".join(missing), "mended": mended})


@require_http_methods(["GET", "HEAD", "POST"])
@atomic_post
def measures_paste(request, year, code):
    """Show where a block copied from a spreadsheet would land, then store it as a whole."""
    assessment = read_or_held_year(request, year, code, reading=Permission.EDIT)
    areas = list(assessment.framework.areas.all())
    rows = list(assessment.measures.select_related("area"))
    form = PasteForm(request.POST or None, areas=areas, measures=rows, initial=request.GET.dict())
    plan = None
    if request.method == "POST" and form.is_valid():
        try:
            plan = _plan(request, form.cleaned_data, areas, rows)
            if request.POST.get("step") == "confirm" and _as_previewed(request, form, plan):
                pasted = services.paste_measures(by=request.user, assessment=assessment, rows=plan.to_store())
                return _done(request, assessment, f"วาง {len(pasted)} มาตรการแล้ว", pasted)
        except (ValueError, ValidationError) as error:
            form.add_error(None, error.messages if isinstance(error, ValidationError) else str(error))
    context = {"year": assessment, "form": form, "plan": plan, "names": paste.COLUMNS}
    if plan:
        context["told"] = entering.told()
        context["columns"] = list(zip(plan.columns, plan.samples, strict=True))
        context["lines"] = [(row, row.cells(plan.used)) for row in plan.rows]
        context["heads"] = [paste.COLUMNS[name] for name in plan.used]
    return render(request, "measures/paste.html", context, status=422 if form.errors else 200)


def _plan(request, data: dict, areas: list, rows: list[Measure]) -> paste.Plan:
    area = next((area for area in areas if str(area.number) == data.get("area")), None)
    place = next((place for place, row in enumerate(rows) if row.pk == data["at"]), len(rows))
    if data["at"] and place == len(rows):
        raise ValidationError("มาตรการที่จะวางทับเพิ่งถูกลบไป ให้เลือกที่วางใหม่")
    chosen = {
        index: request.POST[f"column_{index}"]
        for index in range(30)
        if request.POST.get(f"column_{index}", "?") in paste.COLUMNS
    }
    start = data["start"] or "title"
    over = rows[place:]
    return paste.plan_of(
        data["block"],
        areas=areas,
        area=area,
        stored=rows,
        over=over,
        start=start,
        chosen=chosen,
        repeated=data["repeated"],
    )


def _as_previewed(request, form: PasteForm, plan: paste.Plan) -> bool:
    """Tell whether confirming stores exactly what the preview showed; say in the form why not."""
    if not plan.accepted:
        form.add_error(None, "ไม่มีแถวที่บันทึกได้ ให้แก้ข้อมูลที่วางแล้วดูตัวอย่างอีกครั้ง")
    elif request.POST.get(SHOWN) != plan.fingerprint:
        form.add_error(None, PREVIEW_DIFFERS)
    else:
        return True
    return False


@require_POST
def measures_bulk(request, year, code):
    """Delete the chosen rows, or give them a responsible unit, a period, a status, an area.

    What is left empty stays as it is.
    """
    assessment = year_or_404(request.user, year, code, Permission.EDIT)
    rows = {"by": request.user, "assessment": assessment, "measures": chosen_rows(request.POST)}
    with refusals_to(request):
        if request.POST.get("deed") == "delete":
            deleted = services.delete_measures(**rows)
            return _done(request, assessment, f"ลบ {len(deleted)} มาตรการแล้ว", deleted)
        changed = services.bulk_edit(**rows, **_values(request.POST, assessment))
        return _done(request, assessment, f"ตั้งค่า {len(changed)} มาตรการแล้ว", changed)
    return redirect(list_address(request.GET, assessment))


def _values(data: QueryDict, assessment: Assessment) -> dict[str, Any]:
    """Return what the form gives to the chosen rows; ValidationError for nothing, and for what there is not."""
    values: dict[str, Any] = {name: data.get(name, "") for name in ("responsible", "period", "status")}
    values = {name: text for name, text in values.items() if text.strip()}
    if asked := data.get("area"):
        values["area"] = assessment.framework.areas.filter(number=id_of(asked)).first()
        if values["area"] is None:
            raise ValidationError("ไม่รู้จักประเด็นที่เลือก ให้เลือกใหม่")
    if not values:
        raise ValidationError("กรอกหรือเลือกสิ่งที่จะตั้งให้แถวที่เลือกอย่างน้อยหนึ่งอย่าง")
    if values.get("status", Measure.Status.DONE) not in Measure.Status.values:
        raise ValidationError("ไม่รู้จักสถานะที่เลือก ให้เลือกใหม่")
    return values


def _done(request, assessment: Assessment, label: str, measures: list[Measure]):
    """Go back to the list, which offers to take it back."""
    if measures:
        tell_undoable(request, assessment, label)
    else:
        messages.info(request, "ทุกแถวเป็นเช่นนั้นอยู่แล้ว ไม่มีอะไรเปลี่ยน")
    return redirect(list_address(request.GET, assessment))
