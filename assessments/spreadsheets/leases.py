"""Who works on an import. Nothing else has to be told apart: an import is written in one transaction that ends it."""

from assessments.records.leases import ATTEMPTS, Leases

from .models import Import

State = Import.State
WAITING = (State.UPLOADED, State.QUEUED)
AT_WORK = (State.CHECKING, State.IMPORTING)
GIVEN_UP = (
    f"ระบบพยายามทำรายการนี้ {ATTEMPTS} ครั้งแล้วไม่สำเร็จ ข้อมูลเดิมไม่เปลี่ยนแปลง "
    "ให้แบ่งไฟล์ให้เล็กลงแล้วอัปโหลดใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบพร้อมเลขที่รายการ"
)
leases = Leases(
    Import,
    waiting=WAITING,
    at_work=AT_WORK,
    begun={"progress": 0, "total": 0},
    given_up={"state": State.FAILED, "fault": GIVEN_UP, "stage": ""},
)
