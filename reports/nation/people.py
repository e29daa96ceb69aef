"""Accounts of the invented nation, which sign in only while DEMO is on, and the steps that they took."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assessments.models import Municipality, Role, Transition, User
from assessments.years.workflow import ACTIONS, DRAFT

from .rows import next_keys, store
from .states import Course

PASSWORD = "ita-nation-2569"  # noqa: S105 - printed at the end; such accounts sign in only while DEMO is on
JOINED = datetime(2018, 10, 1, 3, tzinfo=UTC)
NOTE = "ให้เพิ่มผลการดำเนินงานของมาตรการที่ยังไม่มี"
COLUMNS = ("id", "username", "password", "role", "position", "municipality_id", "province", "is_demo", "date_joined")


@dataclass(frozen=True)
class People:
    """The keys of an authority's officer and approver, by the authority's key."""

    officers: Mapping[int, int]
    approvers: Mapping[int, int]

    def store_steps(self, years: Iterable[tuple[int, int, Course]], moment: datetime) -> None:
        """Store the steps of years, given by key, key of the authority and course."""
        key = next_keys(Transition)

        def steps() -> Iterator[tuple[object, ...]]:
            for year, place, course in years:
                before = DRAFT
                for name in course.steps:
                    by = self.officers if name in ("submit", "publish") else self.approvers
                    after = ACTIONS[name].after
                    yield key(), year, name, before, after, NOTE if name == "return" else "", by[place], moment
                    before = after

        store(Transition, ("id", "assessment_id", "action", "before", "after", "note", "by_id", "at"), steps())


def store_people(places: Sequence[Municipality], password: str) -> People:
    """Give each authority an officer and an approver, each province an auditor, the nation an auditor and an
    administrator; who is there already stays. `password` is hashed."""
    known = dict(User.objects.values_list("username", "pk"))
    key, rows = next_keys(User), []

    def account(username: str, role: str, position: str, place: int | None = None, province: str = "") -> int:
        if username not in known:
            known[username] = key()
            rows.append((known[username], username, password, role, position, place, province, True, JOINED))
        return known[username]

    officers = {place.pk: account(f"s{place.code}", Role.STAFF, "นักวิเคราะห์นโยบายและแผน", place.pk) for place in places}
    approvers = {place.pk: account(f"a{place.code}", Role.APPROVER, "ปลัด", place.pk) for place in places}
    for number, province in enumerate(sorted({place.province for place in places}), start=1):
        account(f"province{number}", Role.AUDITOR, "ผู้ตรวจสอบระดับจังหวัด", province=province)
    account("nation", Role.AUDITOR, "ผู้ตรวจสอบระดับประเทศ")
    account("admin", Role.ADMINISTRATOR, "ผู้ดูแลระบบ")
    store(User, COLUMNS, rows)
    return People(officers, approvers)
