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
    home,
    issuing,
    overview,
    pages,
    render,
    styles,
)

document_urls = [  # of one kind
    path("", document.document, name="document"),
    path("settings/", document.document_settings, name="document_settings"),
    path("columns/", document.document_columns, name="document_columns"),
    path("memo/", document.document_memo, name="document_memo"),
    path("styles/", styles.document_styles, name="document_styles"),
    path("styles/apply/", styles.style_apply, name="style_apply"),
    path("styles/<int:pk>/rename/", styles.style_rename, name="style_rename"),
    path("styles/<int:pk>/delete/", styles.style_delete, name="style_delete"),
    path("review/", blocks.review_confirm, name="review_confirm"),
    path("blocks/add/", blocks.block_add, name="block_add"),
    path("blocks/<int:pk>/", blocks.block_edit, name="block_edit"),
    path("blocks/<int:pk>/move/", blocks.block_move, name="block_move"),
    path("blocks/<int:pk>/delete/", blocks.block_delete, name="block_delete"),
    path("blocks/<int:pk>/restore/", blocks.block_restore, name="block_restore"),
    path("blocks/<int:pk>/sentences/", drafting.block_sentences, name="block_sentences"),
    path("blocks/<int:pk>/sentences/refresh/", drafting.sentence_refresh, name="sentence_refresh"),
    path("blocks/<int:pk>/sentences/dismiss/", drafting.sentence_dismiss, name="sentence_dismiss"),
    path("pages/", pages.document_pages, name="document_pages"),
    path("pages/<slug:digest>/<int:number>.webp", pages.document_picture, name="document_picture"),
    path("preview/", render.preview, name="document_preview"),
    path("pdf/", render.download, {"ending": "pdf"}, name="document_pdf"),
    path("docx/", render.download, {"ending": "docx"}, name="document_docx"),
    path("xlsx/", render.download, {"ending": "xlsx"}, name="document_xlsx"),
    path("issue/", issuing.issue, name="issue"),
    path("issued/<int:number>/pdf/", issuing.issued_pdf, name="issued_pdf"),
    path("issued/<int:number>/docx/", render.issued_download, {"ending": "docx"}, name="issued_docx"),
    path("issued/<int:number>/xlsx/", render.issued_download, {"ending": "xlsx"}, name="issued_xlsx"),
]
year_urls = [
    path("", overview.year, name="year"),
    path("approval/", approval.approval, name="approval"),
    path("approval/changes/", approval.approval_changes, name="approval_changes"),
    path("findings/", findings.findings_page, name="findings"),
    path("document/", document.documents, name="documents"),
    path("document/copy/", document.documents_copy, name="documents_copy"),
    path("document/<slug:kind>/", include(document_urls)),
    path("package/", exchange.package_export, name="package_export"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/", calendar.feed, name="calendar_feed"),
    path("calendar/<str:token>.ics", calendar.ics, name="calendar_ics"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("<int:year>/<code:code>/", include(year_urls)),
]
