"""What each address of the portal answers to each role: arguments, GET and POST of every URL name.

The table says what holds while the year is edited; what its lock changes of it stands in LOCKED_GET and LOCKED_POST.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver

from assessments.models import Assessment
from assessments.years.workflow import LOCKED, SIGNED_OFF

# Columns of the table: signed out, then the fixtures that make a user of each kind.
ROLES = (
    "signed_out",
    "staff",
    "approver",
    "auditor",
    "foreign_auditor",
    "foreign_staff",
    "province_auditor",
    "foreign_province_auditor",
    "national_auditor",
    "administrator",
)


def row(signed_out, staff, approver, auditor, foreign, foreign_staff, province, foreign_province, nation, admin):
    return dict(
        zip(
            ROLES,
            (signed_out, staff, approver, auditor, foreign, foreign_staff, province, foreign_province, nation, admin),
            strict=True,
        )
    )


EVERYONE = row(302, 200, 200, 200, 200, 200, 200, 200, 200, 200)
PUBLIC = dict.fromkeys(ROLES, 200)
GUESTS = row(200, 302, 302, 302, 302, 302, 302, 302, 302, 302)  # those who are signed in are sent on
# Who looks at many authorities: those of a province or of the nation.
OVERLOOK = row(302, 403, 403, 403, 403, 403, 200, 200, 200, 200)
READ = row(302, 200, 200, 200, 404, 404, 200, 404, 200, 200)
EDIT = row(302, 200, 403, 403, 404, 404, 403, 404, 403, 200)  # pages and fragments that only editors open
WRITE = row(302, 302, 403, 403, 404, 404, 403, 404, 403, 302)  # POSTs that end in a redirect
ARRANGE = row(302, 302, 302, 302, 404, 404, 302, 404, 302, 302)  # how a reader's own browser shows a list
CLOSE = WRITE | {"approver": 302}  # what the staff wrote; auditors close their own
# Comments: in a locked year too, and auditors write them.
SAY = CLOSE | dict.fromkeys(("auditor", "province_auditor", "national_auditor"), 302)
INSPECT = row(302, 403, 403, 302, 404, 404, 302, 404, 302, 302)  # auditors, whatever the state of the year
TELL = row(302, 403, 403, 403, 403, 403, 200, 200, 403, 200)  # notices: administrators and auditors of a province
TELL_EMPTY = TELL | dict.fromkeys(("province_auditor", "foreign_province_auditor", "administrator"), 422)
TAKE_BACK = row(302, 403, 403, 403, 403, 403, 403, 403, 403, 302)  # the own notice, here the administrator's
WITHDRAW = row(302, 200, 403, 403, 404, 404, 403, 404, 403, 403)  # the author's own comment, here the staff's
REFUSED = row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405)  # the wrong method, whoever asks
# What a post to an address that takes none is told, before its method is looked at: of a municipality, of no one.
NO_POST = row(302, 405, 403, 403, 404, 404, 403, 404, 403, 405)
NO_POST_AT_ALL = row(302, 403, 403, 403, 403, 403, 403, 403, 403, 405)
STALE = row(302, 409, 403, 403, 404, 404, 403, 404, 403, 409)  # a form that does not say what it showed
ISSUE = row(302, 200, 403, 403, 404, 404, 403, 404, 403, 200)  # whatever the state of the year
INVALID = row(302, 422, 403, 403, 404, 404, 403, 404, 403, 422)  # an empty form comes back with its errors
IMPORT = row(302, 200, 403, 403, 403, 200, 403, 403, 403, 200)  # concerns no municipality before a file is read
KEEPERS = row(302, 403, 403, 403, 403, 403, 403, 403, 403, 422)  # administrators, here with an empty form
OWN_IMPORT = row(302, 200, 403, 403, 403, 404, 403, 403, 403, 200)
CHANGE_IMPORT = row(302, 302, 403, 403, 403, 404, 403, 403, 403, 302)

OWN_COLLECTION = row(302, 404, 404, 200, 404, 404, 404, 404, 404, 404)  # of who asked for it, here the auditor
CHANGE_COLLECTION = OWN_COLLECTION | {"auditor": 302}

ADMINISTER = row(302, 403, 403, 403, 403, 403, 403, 403, 403, 200)  # the definitions of the years
ADMINISTERED = ADMINISTER | {"administrator": 302}
ADMINISTER_STALE = ADMINISTER | {"administrator": 409}
ADMINISTER_INVALID = ADMINISTER | {"administrator": 422}

# name: (arguments, GET, POST). Arguments: "code", "year" or "pk of …" are filled in by `address`.
YEAR = ("year", "code")
DOCUMENT = (*YEAR, "kind")
TABLE = {
    "home": ((), EVERYONE, REFUSED),  # auditors are sent on where no notice and no answer waits
    "hint_put_away": (("hint",), REFUSED, {role: 302 for role in ROLES}),  # of who asks alone
    # What watches over the portal: it lives, and it can work.
    "healthz": ((), PUBLIC, {role: 405 for role in ROLES}),
    "readyz": ((), PUBLIC, {role: 405 for role in ROLES}),
    "help": ((), PUBLIC, {role: 405 for role in ROLES}),  # it names nobody's data
    "calendar_feed": ((), EVERYONE, {role: 302 for role in ROLES}),
    # The address is the secret: whoever knows it reads.
    "calendar_ics": (("feed",), {role: 200 for role in ROLES}, {role: 405 for role in ROLES}),
    "framework_calendar": (("year",), EVERYONE, KEEPERS),
    "login": ((), GUESTS, GUESTS),
    "logout": ((), {role: 405 for role in ROLES}, {role: 302 for role in ROLES}),
    "password_forgotten": ((), PUBLIC, PUBLIC),
    "sign_out_everywhere": ((), REFUSED, {role: 302 for role in ROLES}),
    "password_change": ((), EVERYONE, EVERYONE),
    "find": ((), EVERYONE, dict.fromkeys(ROLES, 405)),
    "trend": ((), OVERLOOK, REFUSED),
    "province_map": (("year",), OVERLOOK, REFUSED),
    "compare": (("year",), OVERLOOK, REFUSED),
    # Of nobody there is no report: back to the choice.
    "compare_pdf": (("year",), {role: 302 if status == 200 else status for role, status in OVERLOOK.items()}, REFUSED),
    "notices": ((), EVERYONE, REFUSED),
    "notice_add": ((), TELL, TELL_EMPTY),
    "notice": (("notice",), EVERYONE, REFUSED),
    "notice_read": (("notice",), REFUSED, dict.fromkeys(ROLES, 302)),
    "notice_withdraw": (("notice",), REFUSED, TAKE_BACK),
    "municipalities": ((), EVERYONE, REFUSED),
    "municipality": (("code",), READ, REFUSED),
    "municipality_picture": (("code", "picture"), READ, REFUSED),
    "open_year": (YEAR, REFUSED, WRITE),
    "inspect": (YEAR, REFUSED, INSPECT),
    "scores": (YEAR, READ, WRITE),
    # Without a session the page that asks is left alone, with all that was typed.
    "scores_estimate": (YEAR, EDIT | {"signed_out": 204}, REFUSED | {"signed_out": 405}),
    "scores_paste": (YEAR, EDIT, INVALID),
    "items": (YEAR, READ, WRITE),
    "items_paste": (YEAR, EDIT, INVALID),
    "what_if": (YEAR, READ, REFUSED),
    "approval": (YEAR, READ, WRITE),
    "approval_changes": (YEAR, READ, REFUSED),
    "proposal_take": (YEAR, REFUSED, WRITE),
    "findings": (YEAR, READ, REFUSED),
    "history": (YEAR, READ, REFUSED),
    "history_undo": ((*YEAR, "act"), EDIT, WRITE),
    # Who was given access: those who watch over a municipality, not those who work in it.
    "member_history": (("code",), READ | {"staff": 403}, REFUSED),
    "all_member_history": ((), ADMINISTER, REFUSED),
    "member_undo": (("member_act",), ADMINISTER, ADMINISTERED),
    "deadline_history": ((), ADMINISTER, REFUSED),
    "deadline_undo": (("deadline_act",), ADMINISTER, ADMINISTERED),
    "measures": (YEAR, READ, REFUSED),
    "measure_add": (YEAR, EDIT, EDIT),
    "measures_paste": (YEAR, EDIT, EDIT | {"staff": 422, "administrator": 422}),
    "measures_bulk": (YEAR, REFUSED, WRITE),
    "measures_view": (YEAR, REFUSED, ARRANGE),
    "measure_cell": ((*YEAR, "measure"), REFUSED, INVALID),
    "measure_edit": ((*YEAR, "measure"), EDIT, STALE),
    "measure_duplicate": ((*YEAR, "measure"), REFUSED, WRITE),
    "measure_move": ((*YEAR, "measure"), REFUSED, WRITE),
    "measure_delete": ((*YEAR, "measure"), REFUSED, WRITE),
    "measure_restore": ((*YEAR, "deleted_measure"), REFUSED, WRITE),
    "evidence": (YEAR, READ, REFUSED),
    "evidence_upload": (YEAR, REFUSED, WRITE),
    "evidence_address": (YEAR, EDIT, INVALID),
    "evidence_attach": (YEAR, REFUSED, WRITE),
    "evidence_detach": (YEAR, REFUSED, WRITE),
    "evidence_page": ((*YEAR, "evidence"), READ, STALE),
    "evidence_file": ((*YEAR, "evidence"), READ, REFUSED),
    "evidence_earlier_file": ((*YEAR, "evidence", "file"), READ, REFUSED),
    "evidence_replace": ((*YEAR, "evidence"), REFUSED, WRITE),
    "evidence_picture": ((*YEAR, "evidence", "size"), READ, REFUSED),
    "evidence_delete": ((*YEAR, "evidence"), REFUSED, WRITE),
    "evidence_restore": ((*YEAR, "deleted_evidence"), REFUSED, WRITE),
    "progress": (YEAR, READ, REFUSED),
    "progress_add": (YEAR, EDIT, INVALID),
    "measure_progress": ((*YEAR, "measure"), READ, STALE),
    "comments": (YEAR, READ, SAY),
    "comment_resolve": ((*YEAR, "comment"), REFUSED, CLOSE),
    "comment_reopen": ((*YEAR, "comment"), REFUSED, CLOSE),
    "comment_withdraw": ((*YEAR, "comment"), REFUSED, WITHDRAW),
    "carry": (YEAR, READ, WRITE),
    "carry_chosen": (YEAR, REFUSED, WRITE),
    "carry_confirm": ((*YEAR, "measure"), REFUSED, WRITE),
    "year": (YEAR, READ, REFUSED),
    "documents": (YEAR, READ, INVALID),
    "document": (DOCUMENT, READ, REFUSED),
    "documents_copy": (YEAR, REFUSED, WRITE),
    "document_styles": (DOCUMENT, EDIT, INVALID),
    "style_apply": (DOCUMENT, REFUSED, WRITE),
    "style_rename": ((*DOCUMENT, "style"), REFUSED, WRITE),
    "style_delete": ((*DOCUMENT, "style"), REFUSED, WRITE),
    "text_confirm": (DOCUMENT, REFUSED, WRITE),
    "document_pages": (DOCUMENT, READ, REFUSED),
    "document_picture": ((*DOCUMENT, "digest", "page"), READ, REFUSED),
    "document_settings": (DOCUMENT, EDIT, STALE),
    "document_columns": (DOCUMENT, EDIT, STALE),
    "document_memo": (DOCUMENT, EDIT, STALE),
    "block_add": (DOCUMENT, EDIT, EDIT),
    "block_edit": ((*DOCUMENT, "block"), EDIT, STALE),
    "document_delete": (DOCUMENT, REFUSED, WRITE),
    "block_move": ((*DOCUMENT, "block"), REFUSED, WRITE),
    "block_delete": ((*DOCUMENT, "block"), REFUSED, WRITE),
    "block_sentences": ((*DOCUMENT, "block"), EDIT, INVALID),
    "sentence_refresh": ((*DOCUMENT, "block"), REFUSED, WRITE),
    "sentence_dismiss": ((*DOCUMENT, "block"), REFUSED, WRITE),
    "document_preview": (DOCUMENT, READ, REFUSED),
    "document_pdf": (DOCUMENT, READ, REFUSED),
    "document_docx": (DOCUMENT, READ, REFUSED),
    "document_xlsx": (DOCUMENT, READ, REFUSED),
    "issue": (DOCUMENT, ISSUE, INVALID),
    "issued_pdf": ((*DOCUMENT, "issued"), READ, REFUSED),
    "issued_package": ((*DOCUMENT, "issued"), READ, REFUSED),
    "issued_changes": ((*DOCUMENT, "issued"), READ, REFUSED),
    # Whoever holds a document may ask whether it is genuine.
    "verify": ((), PUBLIC, {role: 422 for role in ROLES}),
    "verify_code": (("verify_code",), PUBLIC, {role: 405 for role in ROLES}),
    "issued_docx": ((*DOCUMENT, "issued"), READ, REFUSED),
    "issued_xlsx": ((*DOCUMENT, "issued"), READ, REFUSED),
    "package_export": (YEAR, READ, REFUSED),
    "overview_newest": ((), {role: 302 if status == 200 else status for role, status in OVERLOOK.items()}, REFUSED),
    "overview": (("year",), OVERLOOK, REFUSED),
    "overview_warnings": (("year",), OVERLOOK, REFUSED),
    "overview_progress": (("year",), OVERLOOK, REFUSED),
    "overview_xlsx": (("year",), OVERLOOK, REFUSED),
    "overview_pdf": (("year",), OVERLOOK, REFUSED),
    "overview_docx": (("year",), OVERLOOK, REFUSED),
    "overview_csv": (("year",), OVERLOOK, REFUSED),
    "password_set": (("uid", "token"), {role: 200 for role in ROLES}, {role: 200 for role in ROLES}),
    "collections": ((), EVERYONE, row(302, 422, 422, 422, 422, 422, 422, 422, 422, 422)),
    "collection": (("collection",), OWN_COLLECTION, REFUSED),
    "collection_cancel": (("collection",), REFUSED, CHANGE_COLLECTION),
    "collection_resume": (("collection",), REFUSED, CHANGE_COLLECTION),
    "collection_zip": (("collection",), OWN_COLLECTION, REFUSED),
    "sheets": ((), IMPORT, REFUSED),
    "imports": ((), IMPORT, REFUSED),
    "import": (("import",), OWN_IMPORT, REFUSED),
    "import_confirm": (("import",), REFUSED, CHANGE_IMPORT),
    "import_repeats": (("import",), REFUSED, CHANGE_IMPORT),
    "import_undo": (("import",), REFUSED, CHANGE_IMPORT),
    "import_refused": (("import",), OWN_IMPORT, REFUSED),
    "import_links": (("import",), REFUSED, row(302, 403, 403, 403, 403, 403, 403, 403, 403, 200)),
    "sheet": (("sheet",), IMPORT, row(302, 422, 403, 403, 403, 422, 403, 403, 403, 422)),
    "sheet_template": (("sheet",), IMPORT, REFUSED),
    "sheet_export": (("sheet",), IMPORT, REFUSED),
    "exchange": ((), IMPORT, row(302, 422, 403, 403, 403, 422, 403, 403, 403, 422)),
    # Definitions: everybody reads a published year, administrators change it.
    "frameworks": ((), EVERYONE, REFUSED),
    "framework": (("year",), EVERYONE, REFUSED),
    "framework_export": (("year", "json"), EVERYONE, REFUSED),
    "framework_crosswalk": (("year",), EVERYONE, REFUSED),
    "framework_revisions": (("year",), EVERYONE, REFUSED),
    "framework_revision": (("year", "revision"), EVERYONE, REFUSED),
    "framework_revision_export": (("year", "revision", "json"), EVERYONE, REFUSED),
    "framework_history": ((), ADMINISTER, REFUSED),
    "framework_corrections": ((), ADMINISTER, REFUSED),
    "framework_correction": (("year", "correction"), ADMINISTER, ADMINISTER_INVALID),
    "framework_undo": (("definition_change",), ADMINISTER, ADMINISTERED),
    "framework_import": ((), ADMINISTER, ADMINISTER_INVALID),
    "framework_next": (("year",), REFUSED, ADMINISTERED),
    "framework_publish": (("year",), REFUSED, ADMINISTERED),
    "framework_delete": (("year",), ADMINISTER, ADMINISTERED),
    "framework_edit": (("year", "basics"), ADMINISTER, ADMINISTER_STALE),
    "framework_items": (("year", "indicator"), ADMINISTER, ADMINISTER_STALE),
    "framework_merge": (("year", "items"), ADMINISTER, ADMINISTER_INVALID),
    "framework_split": (("year", "items"), ADMINISTER, ADMINISTER_INVALID),
    "framework_retire": (("year", "items"), ADMINISTER, ADMINISTER_INVALID),
    "framework_renumber": (("year", "items"), ADMINISTER, ADMINISTER_INVALID),
    "framework_crosswalk_edit": (("year",), ADMINISTER, ADMINISTER_STALE),
}
COPIED: dict = {}  # which document of an earlier year is copied
USES: dict = {}  # which evidence a measure is to use
QUERIES = {
    "block_add": {"type": "text"},
    "find": {"q": "ปี"},
    "history": {"kind": "measures"},
    "compare": {"code": "99990101"},  # of the demo
    "trend": {"code": "99990101"},
}
POSTED = {
    "measures_paste": {"step": "preview"},
    "evidence_attach": USES,
    "evidence_detach": USES,
    "measure_move": {"direction": "up"},
    "comments": {"text": "ขอหลักฐาน"},
    "block_move": {"direction": "up"},
    "documents_copy": COPIED,
    "style_apply": {"choice": "plan_5"},
    "style_rename": {"name": "ชื่อใหม่"},
    "scores": {"score_1": "90.00"},
    "approval": {"action": "submit"},
}
UNLOCKED = {name for name in TABLE if name.startswith("comment")} | {"issue", "inspect"}  # no contents of the year
# What a submitted, approved or published year answers to those who might else change it.
LOCKED_GET = {name: 409 for name, (_, get, _) in TABLE.items() if get is EDIT or name == "scores_estimate"}
LOCKED_POST = {
    name: 409
    for name, (_, _, post) in TABLE.items()
    if post == WRITE and name not in ("open_year", "approval", "issue")
} | {"scores": 422, "items": 422, "approval": 422}  # pages that give back what was typed
LOCKED_POST |= {"measures_paste": 409, "scores_paste": 409, "items_paste": 409, "measure_cell": 423}
STATES = [state.value for state in Assessment.State]
# How the names of downloads end.
DOWNLOADS = (
    "_pdf",
    "_package",
    "_docx",
    "_xlsx",
    "_csv",
    "_export",
    "_picture",
    "_file",
    "_template",
    "_refused",
    "_ics",
    "_zip",
)


TYPED = {
    name for name, data in POSTED.items() if any(isinstance(text, str) and not text.isascii() for text in data.values())
}


def expected(name: str, method: str, role: str, state: str) -> int:
    arguments, get, post = TABLE[name]
    if post is REFUSED:
        post = NO_POST if "code" in arguments else NO_POST_AT_ALL
    status = (get if method == "get" else post)[role]
    if role == "signed_out" and method == "post" and status == 302 and name in TYPED:
        return 403  # the text is given back
    if (name, method) == ("issue", "post") and state in SIGNED_OFF and status == 422:
        return 302
    locked = (LOCKED_GET if method == "get" else LOCKED_POST).get(name)
    might_change = role in ("staff", "administrator") and status in (200, 302, 422)
    return locked if state in LOCKED and locked and might_change else status


def patterns(resolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for url_pattern in resolver.url_patterns:
        route = prefix + str(url_pattern.pattern)
        if isinstance(url_pattern, URLResolver):
            yield from patterns(url_pattern, route)
        else:
            yield route, url_pattern


def is_admin(route: str) -> bool:
    return route.startswith("admin/")
