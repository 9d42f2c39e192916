"""What of a frozen plan stands on its public page (C9): plain values in, plain values out.

The file that a version froze (planning.archive) is the only source, so nothing confidential can be in it; of that file
only the chosen parts are taken, and of each part only the values that are named here. Numbers that lead to other rows
are followed here, once, so that a page needs no second look."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..actions.rules import Column, MeansAccount, MeansFigure, ResourceState, account

FORM = 1  # counts what this module makes of the same file: what was extracted by another form is extracted anew
PARTS = ("goals", "actions", "actors", "dates", "targets", "money", "commitments")
Row = Mapping[str, Any]
Rows = Sequence[Row]


class File:
    """A frozen file with its links followed. `keys`: of each table the keys of its rows, which stay the same from
    version to version."""

    def __init__(self, data: Mapping[str, Any], keys: Mapping[str, Sequence[int]]) -> None:
        self.data, self.keys = data, keys

    def rows(self, table: str) -> Rows:
        """An older file may not have the table."""
        found: Rows = self.data["tables"].get(table, [])
        return found

    def of(self, table: str, name: str, row: Row) -> list[Row]:
        """The rows of a table whose link `name` leads to that row."""
        return [one for one in self.rows(table) if one.get(name) == row["row"]]

    def one(self, table: str, number: int | None) -> Row:
        return self.rows(table)[number - 1] if number else {}

    def key(self, table: str, row: Row) -> int:
        return self.keys[table][row["row"] - 1]


def extract(data: Mapping[str, Any], keys: Mapping[str, Sequence[int]], chosen: Collection[str]) -> dict[str, Any]:
    """The chosen parts of the file. What belongs to actions is left out where the actions are."""
    file, plan = File(data, keys), data["plan"]
    town = data["municipalities"][plan["municipality"] - 1]
    parts: dict[str, Callable[[File, Collection[str]], Any]] = {
        "goals": _goals,
        "actions": _actions,
        "targets": _targets,
        "money": _money,
        "commitments": _commitments,
    }
    names = ("title", "first_year", "last_year")
    head = {"municipality": town["name"]} | {name: plan[name] for name in names}
    return {"plan": head} | {name: part(file, chosen) for name, part in parts.items() if name in chosen}


def _goals(file: File, chosen: Collection[str]) -> list[dict[str, Any]]:
    return [
        {
            "code": _code(goal),
            "statement": goal["statement"],
            "sub_objectives": [
                {"code": f"{_code(goal)}.{step['position']}", "statement": step["statement"]}
                for step in file.of("sub_objective", "goal", goal)
            ],
        }
        for goal in file.rows("goal")
    ]


def _code(goal: Row) -> str:
    return str(goal["position"])


def _actions(file: File, chosen: Collection[str]) -> list[dict[str, Any]]:
    found = []
    for action in file.rows("action"):
        goal = _code(file.one("goal", action["goal"]))
        told = {
            "id": file.key("action", action),
            "code": f"{goal}.{action['position']}",
            "goal": goal,
            "title": action["title"],
        }
        if "goals" in chosen and (step := file.one("sub_objective", action.get("sub_objective"))):
            told["sub_objective"] = f"{goal}.{step['position']}"
        if "dates" in chosen:
            told |= {"start": action.get("start"), "end": action.get("end")}
        if "actors" in chosen:
            told |= _actors(file, action)
        if "money" in chosen:
            told["money"] = _sums(file.of("resource_line", "action", action))
        found.append(told)
    return found


def _actors(file: File, action: Row) -> dict[str, Any]:
    """Of the register only names."""
    parts = [
        {"name": file.one("stakeholder", part["stakeholder"])["name"], "adds": part.get("adds", "")}
        for part in file.of("action_part", "action", action)
    ]
    main = file.one("stakeholder", action.get("main_actor")).get("name", "")
    return {"main_actor": main, "other_actors": parts, "others_who_help": action.get("other_actors", "")}


def _targets(file: File, chosen: Collection[str]) -> list[dict[str, Any]]:
    return [
        {
            "code": f"{_code(goal)}.{target['position']}",
            "goal": _code(goal),
            "statement": target["statement"],
            "due": target.get("due"),
            "external_means": _external(file, target),
            "indicators": [_indicator(one) for one in file.of("indicator", "target", target)],
        }
        for goal in file.rows("goal")
        for target in file.of("target", "goal", goal)
    ]


def _external(file: File, target: Row) -> bool | None:
    """Of two paired targets the one that counts on external means, and the one that does without (T2)."""
    if target.get("without"):
        return True
    return False if file.of("target", "without", target) else None


def _indicator(one: Row) -> dict[str, Any]:
    names = ("unit", "baseline", "baseline_state", "value", "state", "on")
    return {"name": one["name"]} | {name: one.get(name) or None for name in names}


def _money(file: File, chosen: Collection[str]) -> dict[str, dict[str, str]]:
    return _sums(file.rows("resource_line"))


def _sums(lines: Iterable[Row]) -> dict[str, dict[str, str]]:
    """The totals of Table 8, each currency for itself (C4)."""
    total: MeansAccount = account(_means(line) for line in lines)
    return {
        currency: {
            "total": str(one.total),
            "own": str(one.own),
            "others": str(one.others),
            "external": str(one.external),
            "secured": str(one.secured),
        }
        for currency, one in total.by_currency.items()
    }


def _means(line: Row) -> MeansFigure:
    amount = line.get("amount")
    return MeansFigure(
        Column(line["origin"]),
        line.get("currency", ""),
        Decimal(amount) if amount else None,
        ResourceState(line["state"]),
    )


def _commitments(file: File, chosen: Collection[str]) -> list[dict[str, Any]]:
    """The file has those alone that hold and whose authors agreed to being named."""
    found = []
    for one in file.rows("commitment"):
        action = file.one("action", one.get("action"))
        told = {"id": file.key("commitment", one), "goal": _code(file.one("goal", one["goal"]))}
        told |= {name: one[name] for name in ("name", "organisation", "text", "signed_on")}
        if action and "actions" in chosen:
            told["action"] = file.key("action", action)
        found.append(told)
    return found


def without_withdrawn(content: dict[str, Any], hold: Collection[int]) -> dict[str, Any]:
    """The content without commitments that do not hold any more, or whose authors are not to be named any more, since
    the version was frozen. `hold`: the keys of those that stand."""
    if "commitments" not in content:
        return content
    return content | {"commitments": [one for one in content["commitments"] if one["id"] in hold]}
