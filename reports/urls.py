"""Addresses of the year's overview, its document, and packages."""

from django.urls import URLPattern, URLResolver, include, path

from .builder.views import blocks, document, pages, render, styles
from .collecting import views as collecting_views
from .comparing import views as comparing_views
from .drafting import views as drafting_views
from .issuing import views as issuing_views
from .overview import views as overview_views
from .package import views as package_views
from .timeline import views as timeline_views
from .year import views as year_views

document_urls = [  # of one kind
    path("", document.document, name="document"),
    path("delete/", document.document_delete, name="document_delete"),
    path("settings/", document.document_settings, name="document_settings"),
    path("columns/", document.document_columns, name="document_columns"),
    path("memo/", document.document_memo, name="document_memo"),
    path("styles/", styles.document_styles, name="document_styles"),
    path("styles/apply/", styles.style_apply, name="style_apply"),
    path("styles/<key:pk>/rename/", styles.style_rename, name="style_rename"),
    path("styles/<key:pk>/delete/", styles.style_delete, name="style_delete"),
    path("confirm/", blocks.text_confirm, name="text_confirm"),
    path("blocks/add/", blocks.block_add, name="block_add"),
    path("blocks/<key:pk>/", blocks.block_edit, name="block_edit"),
    path("blocks/<key:pk>/move/", blocks.block_move, name="block_move"),
    path("blocks/<key:pk>/delete/", blocks.block_delete, name="block_delete"),
    path("blocks/<key:pk>/sentences/", drafting_views.block_sentences, name="block_sentences"),
    path("blocks/<key:pk>/sentences/refresh/", drafting_views.sentence_refresh, name="sentence_refresh"),
    path("blocks/<key:pk>/sentences/dismiss/", drafting_views.sentence_dismiss, name="sentence_dismiss"),
    path("pages/", pages.document_pages, name="document_pages"),
    path("pages/<slug:digest>/<key:number>.webp", pages.document_picture, name="document_picture"),
    path("preview/", render.preview, name="document_preview"),
    path("pdf/", render.download, {"ending": "pdf"}, name="document_pdf"),
    path("docx/", render.download, {"ending": "docx"}, name="document_docx"),
    path("xlsx/", render.download, {"ending": "xlsx"}, name="document_xlsx"),
    path("issue/", issuing_views.issue, name="issue"),
    path("issued/<key:number>/pdf/", issuing_views.issued_pdf, name="issued_pdf"),
    path("issued/<key:number>/package/", issuing_views.issued_package, name="issued_package"),
    path("issued/<key:number>/changes/", issuing_views.issued_changes, name="issued_changes"),
    path("issued/<key:number>/docx/", render.issued_download, {"ending": "docx"}, name="issued_docx"),
    path("issued/<key:number>/xlsx/", render.issued_download, {"ending": "xlsx"}, name="issued_xlsx"),
]
year_urls: list[URLPattern | URLResolver] = [
    path("", year_views.year, name="year"),
    path("approval/", year_views.approval, name="approval"),
    path("approval/changes/", year_views.approval_changes, name="approval_changes"),
    path("approval/proposal/", year_views.proposal_take, name="proposal_take"),
    path("history/", timeline_views.history, name="history"),
    path("history/<uuid:act>/undo/", timeline_views.history_undo, name="history_undo"),
    path("findings/", year_views.findings_page, name="findings"),
    path("document/", document.documents, name="documents"),
    path("document/copy/", document.documents_copy, name="documents_copy"),
    path("document/<slug:kind>/", include(document_urls)),
    path("package/", package_views.package_export, name="package_export"),
]
urlpatterns = [
    path("", year_views.home, name="home"),
    path("calendar/", year_views.feed, name="calendar_feed"),
    path("calendar/<slug:token>.ics", year_views.ics, name="calendar_ics"),
    path("collections/", collecting_views.collections, name="collections"),
    path("collections/<key:pk>/", collecting_views.collection, name="collection"),
    path("collections/<key:pk>/cancel/", collecting_views.collection_cancel, name="collection_cancel"),
    path("collections/<key:pk>/resume/", collecting_views.collection_resume, name="collection_resume"),
    path("collections/<key:pk>/zip/", collecting_views.collection_zip, name="collection_zip"),
    path("exchange/", package_views.exchange, name="exchange"),
    path("overview/", overview_views.newest, name="overview_newest"),
    path("overview/<key:year>/", overview_views.overview, name="overview"),
    path("overview/<key:year>/warnings/", overview_views.overview_warnings, name="overview_warnings"),
    path("overview/<key:year>/progress/", overview_views.overview_progress, name="overview_progress"),
    path("overview/<key:year>/table.xlsx", overview_views.overview_xlsx, name="overview_xlsx"),
    path("overview/<key:year>/report.pdf", overview_views.overview_report, {"ending": "pdf"}, name="overview_pdf"),
    path("overview/<key:year>/report.docx", overview_views.overview_report, {"ending": "docx"}, name="overview_docx"),
    path("overview/<key:year>/table.csv", overview_views.overview_csv, name="overview_csv"),
    path("overview/trend/", comparing_views.trend, name="trend"),
    path("overview/<key:year>/map/", comparing_views.province_map, name="province_map"),
    path("compare/<key:year>/", comparing_views.compare, name="compare"),
    path("compare/<key:year>/report.pdf", comparing_views.compare_pdf, name="compare_pdf"),
    path("verify/", issuing_views.verify, name="verify"),
    path("verify/<str:code>/", issuing_views.verify_code, name="verify_code"),
    path("<key:year>/<code:code>/", include(year_urls)),
    path("municipalities/<code:code>/members/history/", timeline_views.member_history, name="member_history"),
    path("members/history/", timeline_views.all_member_history, name="all_member_history"),
    path("members/history/<uuid:act>/undo/", timeline_views.member_undo, name="member_undo"),
    path("frameworks/history/calendar/", timeline_views.deadline_history, name="deadline_history"),
    path("frameworks/history/calendar/<uuid:act>/undo/", timeline_views.deadline_undo, name="deadline_undo"),
]
