"""Addresses of the year's overview, its document, and packages."""

from django.urls import include, path

from .views import (
    approval,
    blocks,
    calendar,
    document,
    drafting,
    exchange,
    findings,
    history,
    home,
    issuing,
    overview,
    render,
    verification,
)

document_urls = [  # of one kind
    path("", document.document, name="document"),
    path("settings/", document.document_settings, name="document_settings"),
    path("columns/", document.document_columns, name="document_columns"),
    path("memo/", document.document_memo, name="document_memo"),
    path("blocks/add/", blocks.block_add, name="block_add"),
    path("blocks/<int:pk>/", blocks.block_edit, name="block_edit"),
    path("blocks/<int:pk>/move/", blocks.block_move, name="block_move"),
    path("blocks/<int:pk>/delete/", blocks.block_delete, name="block_delete"),
    path("blocks/<int:pk>/restore/", blocks.block_restore, name="block_restore"),
    path("blocks/<int:pk>/sentences/", drafting.block_sentences, name="block_sentences"),
    path("blocks/<int:pk>/sentences/refresh/", drafting.sentence_refresh, name="sentence_refresh"),
    path("blocks/<int:pk>/sentences/dismiss/", drafting.sentence_dismiss, name="sentence_dismiss"),
    path("preview/", render.preview, name="document_preview"),
    path("pdf/", render.download, {"ending": "pdf"}, name="document_pdf"),
    path("docx/", render.download, {"ending": "docx"}, name="document_docx"),
    path("xlsx/", render.download, {"ending": "xlsx"}, name="document_xlsx"),
    path("issue/", issuing.issue, name="issue"),
    path("issued/<int:number>/pdf/", issuing.issued_pdf, name="issued_pdf"),
    path("issued/<int:number>/package/", issuing.issued_package, name="issued_package"),
    path("issued/<int:number>/changes/", issuing.issued_changes, name="issued_changes"),
    path("issued/<int:number>/docx/", render.issued_download, {"ending": "docx"}, name="issued_docx"),
    path("issued/<int:number>/xlsx/", render.issued_download, {"ending": "xlsx"}, name="issued_xlsx"),
]
year_urls = [
    path("", overview.year, name="year"),
    path("approval/", approval.approval, name="approval"),
    path("approval/changes/", approval.approval_changes, name="approval_changes"),
    path("history/", history.history, name="history"),
    path("history/<uuid:act>/undo/", history.history_undo, name="history_undo"),
    path("findings/", findings.findings_page, name="findings"),
    path("document/", document.documents, name="documents"),
    path("document/<slug:kind>/", include(document_urls)),
    path("package/", exchange.package_export, name="package_export"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/", calendar.feed, name="calendar_feed"),
    path("calendar/<str:token>.ics", calendar.ics, name="calendar_ics"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.verify_code, name="verify_code"),
    path("<int:year>/<code:code>/", include(year_urls)),
    path("municipalities/<code:code>/members/history/", history.member_history, name="member_history"),
    path("members/history/", history.all_member_history, name="all_member_history"),
    path("members/history/<uuid:act>/undo/", history.member_undo, name="member_undo"),
]
