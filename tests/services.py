"""Every service of the portal: the public functions that say who is at work."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable

import assessments
import measures
import reports

NO_SERVICES = {"records", "migrations", "management", "views", "forms", "admin", "apps", "urls", "demo"}


def services() -> dict[str, Callable]:
    """Return the functions with a `by` by their full names, without the record of changes itself."""
    functions = {}
    for app in (assessments, measures, reports):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if NO_SERVICES.isdisjoint(module.name.split(".")):
                for name, function in vars(importlib.import_module(module.name)).items():
                    own = inspect.isfunction(function) and function.__module__ == module.name
                    if own and name[0] != "_" and "by" in inspect.signature(function).parameters:
                        functions[f"{module.name}.{name}"] = function
    return functions
