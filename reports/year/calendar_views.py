"""The calendar that people subscribe to: its secret address, and the file behind it."""

from datetime import UTC

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.calendar.services import renew_feed, revoke_feed
from assessments.models import CalendarFeed

from .feed import feed_events, feed_name
from .ics import MEDIA_TYPE, calendar


@require_http_methods(["GET", "HEAD", "POST"])
def feed(request):
    """Show the account's address; POST makes a new one, ending the old, or ends it."""
    if request.method == "POST":
        if "revoke" in request.POST:
            revoke_feed(by=request.user)
            messages.success(request, "ยกเลิกที่อยู่ปฏิทินแล้ว ปฏิทินที่เคยสมัครไว้จะไม่ปรับปรุงอีก")
        else:
            renew_feed(by=request.user)
            messages.success(request, "สร้างที่อยู่ปฏิทินแล้ว ที่อยู่เดิม (ถ้ามี) ใช้ไม่ได้อีก")
        return redirect("calendar_feed")
    found = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "reports/calendar_feed.html", {"feed": found})


@require_safe
@login_not_required
def ics(request, token: str):
    """Answer who knows the secret address, signed in or not; accounts that are closed have no calendar."""
    found = get_object_or_404(
        CalendarFeed.objects.select_related("user__municipality"), token=token, user__is_active=True
    )
    body = calendar(feed_name(found.user), feed_events(found.user), timezone.now().astimezone(UTC))
    return HttpResponse(
        body,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )
