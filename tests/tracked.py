"""The models whose rows have history, and what is missing in it."""

from django.apps import apps

TRACKED = [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


def unrecorded() -> list[str]:
    """Name each row that differs from its latest history row, and each deletion that left none."""
    faults = []
    for model in TRACKED:
        names = [tracked_field.attname for tracked_field in model.history.model.tracked_fields]
        stored = {row["id"]: row for row in model._base_manager.values(*names)}
        latest = {row["id"]: row for row in model.history.order_by("history_id").values("history_type", *names)}
        for pk in stored.keys() | latest.keys():
            kept = dict(latest.get(pk, {"history_type": "none"}))
            gone = kept.pop("history_type") == "-"
            if gone is (pk in stored) or (not gone and kept != stored.get(pk)):
                faults.append(f"{model.__name__} {pk}")
    return faults
