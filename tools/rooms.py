"""Lists the rooms of each app with their modules and lines, and the imports between them: `./run rooms`.

The order is the one of the contracts in pyproject.toml, the ground first; an arrow against it, or a circle of modules,
makes the command fail.
"""

import sys
import tomllib
from collections import Counter
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
APPS = ("assessments", "measures", "reports")


def declared_order(app: str) -> list[str]:
    """Return the rooms of an app as the contracts order them, the ground first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [
        contract["layers"]
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == [app]
    ]
    names = [name.strip() for layer in reversed(layers) for name in layer.replace(":", "|").split("|")]
    return [name for name in names if (ROOT / app / name / "__init__.py").exists()]


def lines_of(module: str) -> int:
    path = ROOT / module.replace(".", "/")
    package = path / "__init__.py"
    path = package if package.exists() else path.with_suffix(".py")
    return len(path.read_text(encoding="utf-8").splitlines())


def room_of(module: str, order: list[str]) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in order else "(root)"


def circles(graph: grimp.ImportGraph, modules: set[str]) -> list[tuple[str, str]]:
    """Return the imports between two modules of which the second also leads back to the first."""
    imports = [(module, other) for module in modules for other in graph.find_modules_directly_imported_by(module)]
    return [
        (module, other)
        for module, other in imports
        if other in modules and graph.chain_exists(importer=other, imported=module)
    ]


def main() -> int:
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph("ita_portal", *APPS)
    faults = 0
    for app in APPS:
        order = declared_order(app)
        modules = {m for m in graph.modules if m.split(".")[0] == app and ".migrations" not in m}
        print(f"\n{app}: {len(modules)} modules, {sum(map(lines_of, modules)):,} lines")
        for place, room in enumerate(order):
            inside = {m for m in modules if room_of(m, order) == room}
            named: Counter[str] = Counter()
            for module in inside:
                for other in graph.find_modules_directly_imported_by(module):
                    if other in modules and room_of(other, order) not in (room, "(root)"):
                        named[room_of(other, order)] += 1
            against = [name for name in named if order.index(name) > place]
            faults += len(against)
            arrows = ", ".join(f"{name} {named[name]}" for name in order if name in named) or "–"
            print(f"  {room:16}{len(inside):4} modules{sum(map(lines_of, inside)):7,} lines  → {arrows}")
            for name in against:
                print(f"    against the order: {room} → {name}")
        for module, other in circles(graph, modules):
            faults += 1
            print(f"  circle: {module} ↔ {other}")
    print(f"\narrows against the order and circles: {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
