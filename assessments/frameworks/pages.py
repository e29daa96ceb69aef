"""How views reach a year's definitions, and store changed ones."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from assessments.accounts.access import Permission, can, check
from assessments.editing.answers import attachment, refusals_to
from assessments.frameworks import services, storage
from assessments.frameworks.correction_services import prepare_correction
from assessments.frameworks.definitions import KEYS, Definitions
from assessments.frameworks.files import to_json
from assessments.frameworks.forms.parts import CorrectionForm
from assessments.frameworks.forms.tables import Changed
from assessments.frameworks.models import Framework
from assessments.frameworks.workbook import to_xlsx

FILES = {
    "json": (to_json, "application/json"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def administers(user) -> bool:
    return can(user, Permission.ADMINISTER)


def readable_or_404(user, year: int) -> Framework:
    """Return a year to read: for all but administrators a draft does not exist."""
    visible = Framework.objects.all() if administers(user) else Framework.objects.published()
    return get_object_or_404(visible, fiscal_year=year)


def editable_or_404(request, year: int) -> Framework:
    """Return a year to change, on POST locked until the view's transaction ends; 403 for all but administrators."""
    check(request.user, Permission.ADMINISTER)
    frameworks = Framework.objects.select_for_update() if request.method == "POST" else Framework.objects
    return get_object_or_404(frameworks, fiscal_year=year)


def with_before(framework: Framework, before: Framework | None) -> tuple[Definitions, Definitions | None]:
    """Return the definitions of a year and of the year before, read together; None where there is none before."""
    prefetch_related_objects([year for year in (framework, before) if year], *KEYS)
    return storage.read_definitions(framework), storage.read_definitions(before) if before else None


def neighbours(framework: Framework) -> tuple[Framework | None, Framework | None]:
    """Return the year before and the year after, as far as the portal has them."""
    year = framework.fiscal_year
    years = Framework.objects.in_bulk((year - 1, year + 1), field_name="fiscal_year")
    return years.get(year - 1), years.get(year + 1)


def store(request, framework: Framework, changed: Changed, correction: CorrectionForm, then="framework"):
    """Save what was typed into a draft, prepare the correction of a year in force; return where to go on.

    What the service refuses becomes an error of the correction's form, and None is returned.
    """
    is_draft = framework.state == Framework.State.DRAFT
    with refusals_to(correction):
        service = services.save_definitions if is_draft else prepare_correction
        stored = service(
            by=request.user,
            framework=framework,
            definitions=changed.definitions,
            renamed=changed.renamed,
            reason=correction.cleaned_data.get("reason", ""),
        )
        if stored and not is_draft:
            return redirect("framework_correction", framework.fiscal_year, stored.pk)
        told = f"บันทึกเกณฑ์ปี {framework.fiscal_year} แล้ว" if is_draft else "ไม่มีสิ่งที่เปลี่ยนจากเกณฑ์ที่ใช้อยู่"
        messages.success(request, told)
        return redirect(then, framework.fiscal_year)
    return None


def to_framework(framework: Framework):
    return redirect("framework", framework.fiscal_year)


def file_response(definitions: Definitions, form: str, name: str) -> HttpResponse:
    """Return the definitions as a file to keep; 404 for a form that there is not."""
    if form not in FILES:
        raise Http404
    write, content_type = FILES[form]
    return attachment(write(definitions), f"{name}.{form}", content_type)
