"""The page of the guide."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from .forms import GuideSearch
from .sections import search, sections_of

GUIDE = settings.BASE_DIR / "docs" / "user-guide.md"
_PICTURE = re.compile(r"(?<=\]\()\.\./static/([^)]+)")  # as it stands in the file, which is read without the portal too


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show the guide, or the sections that hold what is searched; it names nobody's data, so anybody reads it."""
    form = GuideSearch(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    text = _PICTURE.sub(lambda named: static(named[1]), GUIDE.read_text(encoding="utf-8"))
    first, *sections = sections_of(text)
    context = {"form": form, "first": first, "sections": sections, "words": words}
    context["matches"] = search(sections, words)
    return render(request, "assessments/guide.html", context)
