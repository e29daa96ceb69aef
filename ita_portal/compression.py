"""Pages are sent compressed; files are compressed already, or are streamed as they are."""

from django.middleware.gzip import GZipMiddleware


class CompressPages(GZipMiddleware):
    """Django's middleware, which adds bytes at random against BREACH, for HTML and JSON only (decision 0021)."""

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in ("text/html", "application/json"):
            return response
        return super().process_response(request, response)
