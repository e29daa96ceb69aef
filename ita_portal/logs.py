"""Which request or job a line of the log belongs to, and the log as JSON where machines read it (LOG_FORMAT=json)."""

import json
import logging
import re
import uuid
from contextvars import ContextVar

from celery import current_task

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
request_id: ContextVar[str] = ContextVar("request_id", default="")


def naming_requests(get_response):
    """Name each request, as the proxy before the portal named it (X-Request-ID), and say the name in the answer."""

    def answer(request):
        given = request.headers.get("X-Request-ID", "")
        name = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        before = request_id.set(name)
        try:
            response = get_response(request)
        finally:
            request_id.reset(before)
        response["X-Request-ID"] = name
        return response

    return answer


class Ids(logging.Filter):
    """Gives a line the ids of the request and of the background job in which it is written, "" for none."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.job_id = current_task.request.id or "" if current_task else ""
        return True


class Json(logging.Formatter):
    """A line as one object: time (ISO 8601), level, logger, message, request, job and what was thrown."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_id", ""),
            "job": getattr(record, "job_id", ""),
            "fault": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)
