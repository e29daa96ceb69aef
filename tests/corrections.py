"""Corrections of definitions in force: prepared and proposed by one administrator, confirmed by another."""

from assessments.frameworks.correction_services import confirm_correction, prepare_correction, propose_correction
from assessments.models import Correction, DefinitionChange, Role, User


def second_administrator() -> User:
    return User.objects.get_or_create(username="second", role=Role.ADMINISTRATOR, position="ผู้ดูแลระบบคนที่สอง")[0]


def proposed(*, by: User, framework, definitions, reason="แก้คำผิด", renamed=None, **options) -> Correction:
    correction = prepare_correction(
        by=by, framework=framework, definitions=definitions, reason=reason, renamed=renamed, **options
    )
    propose_correction(by=by, correction=correction)
    return correction


def correct(**proposal) -> DefinitionChange:
    """Put definitions in force; the change is the proposer's."""
    return confirm_correction(by=second_administrator(), correction=proposed(**proposal))
