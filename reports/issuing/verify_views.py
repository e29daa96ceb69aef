"""The public page that tells whether a document was issued by this portal."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from . import verification
from .forms import MAX_MB, CodeForm, VerifiedFileForm
from .uploads import HashingHandler

ROOM = 64 * 1024  # for the form around the file


@csrf_exempt  # it changes nothing; and the check of a token would read the whole upload before its size is looked at
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Ask for a code or a file, and answer; a file is hashed as it arrives and never kept."""
    if request.method != "POST":
        return _of_code(request, CodeForm(request.GET if "code" in request.GET else None))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_MB * 1024 * 1024 + ROOM:
        return _answer(request, status=413, too_large=MAX_MB)
    request.upload_handlers = [HashingHandler(request)]
    form = VerifiedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, status=422, file_form=form)
    file = form.cleaned_data["file"]
    return _answer(
        request, file_form=form, verdict=verification.by_hash(request.user, file.sha256), file=file
    )


@login_not_required
@never_cache
@require_safe
def verify_code(request, code: str):
    """Answer of a code: the address in the QR code."""
    return _of_code(request, CodeForm({"code": code}))


def _of_code(request, form: CodeForm):
    verdict = verification.by_code(request.user, form.cleaned_data["code"]) if form.is_valid() else None
    return _answer(request, code_form=form, verdict=verdict)


def _answer(request, *, status: int = 200, code_form=None, file_form=None, **context):
    """Show both forms and, where one was filled in, the answer: unpublished is answered as unknown."""
    forms = (code_form or CodeForm(), file_form or VerifiedFileForm())
    asked = any(form.is_bound and not form.errors for form in forms)
    context |= {"code_form": forms[0], "file_form": forms[1], "asked": asked}
    response = render(request, "reports/verification.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
