"""The habits of this house that a machine can check. Where one has exceptions, they are listed here by name."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain as one_after_another
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RunSQL,
)
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from planning.plans import migration as bundled

ROOT = Path(settings.BASE_DIR)
CODE = ("config", "planning", "stakeholders", "targets", "monitoring")
TEMPLATES = ROOT / "templates"

MOST_LINES, MOST_LINES_OF_A_TEMPLATE, MOST_LINES_OF_A_VIEW = 400, 200, 40
VIEWS = ("views.py", "joining.py", "page.py")  # the files in which a request arrives
BELOW_VIEWS = ("actions.py", "rules.py", "models.py", "forms.py", "checks.py", "section.py", "tasks.py")
# Lists of one's own plans stand before any door: there is no plan yet whose scope could be opened.
WITHOUT_SCOPE = {"plan_list", "may_open_plans"}
# Texts that no reader's language changes, by template.
UNTRANSLATED = {
    "account/login.html": ["entry"],  # a class, which the frame puts into its attribute
    "brainstorm/wall.html": ["wall"],  # likewise
    "council/documents.html": ["apt install"],  # what is typed at a shell
}
# Commas that are the same in every language: between two coordinates.
COMMAS_OF_ALL_LANGUAGES = {"goals/locality_cells.jinja"}
JOINED_BY_COMMAS = {"planning/archive/faults.py"}  # says in English which place of a file is wrong
SPEAKS_ALL_LANGUAGES = {"500.html", "503.html"}  # shown when nothing works, translations included
# Properties of one side of the page; an exception would be "file.css: property".
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[\w-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|(?:text-align|float|clear)(?=\s*:\s*(?:left|right)))\s*:"
)
PHYSICAL_ALLOWED: set[str] = set()


def tracked(*suffixes: str) -> list[Path]:
    """Our own files of these kinds; what others wrote and what a command writes is left out."""
    folders = (*CODE, "templates", "static", "tests")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    return sorted(path for path in found if not {"migrations", "fonts", "leaflet", "__pycache__"} & set(path.parts))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code() -> list[Path]:
    return [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in CODE]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


# Sizes ----------------------------------------------------------------------------------------------------------


def test_no_file_is_too_long() -> None:
    lengths = {named(path): len(path.read_text().splitlines()) for path in tracked(".py", ".html", ".jinja", ".js")}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_OF_A_TEMPLATE and "templates/" in name} == {}


def test_no_view_is_too_long() -> None:
    lengths = {
        f"{named(path)}: {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in code()
        if path.name in VIEWS
        for function in functions(path)
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_OF_A_VIEW} == {}


# Where things stand ---------------------------------------------------------------------------------------------


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"services.py", "utils.py", "helpers.py", "signals.py"}
    assert [named(path) for path in code() if path.name in drawers] == []


def test_no_signals_of_our_own() -> None:
    """A reader can follow every call."""
    found = re.compile(r"django\.dispatch|db\.models\.signals|\b(?:pre|post)_(?:save|delete|init)\b|m2m_changed")
    assert [named(path) for path in code() if found.search(path.read_text())] == []


def test_requests_stay_in_the_views() -> None:
    taken = [
        f"{named(path)}: {function.name}"
        for path in code()
        if path.name in BELOW_VIEWS
        for function in functions(path)
        if "request" in {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    ]
    assert taken == []


def test_no_line_of_a_template_begins_with_a_comma() -> None:
    """The line break before it would be a blank on the page, "1 , 5"."""
    begins = re.compile(r"""^\s*(?:[,;:.)»”،؛](?!\.)|\{% translate ", " %\}|\{\{ ?comma ?\}\})""", re.M)
    found = {named(path): begins.findall(path.read_text()) for path in templates(".html", ".jinja")}
    assert {name: lines for name, lines in found.items() if lines} == {}


# Names ----------------------------------------------------------------------------------------------------------


def test_a_class_name_is_defined_once() -> None:
    """A search for a name finds one definition. Django looks some up by their name in each module."""
    names = Counter(
        node.name for path in code() for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)
    )
    assert [name for name, n in names.items() if n > 1 and name not in {"Command"}] == []


def test_a_worksheets_name_is_no_readings() -> None:
    """ACTIONS is a worksheet, READ_ACTIONS a prepared reading, in every room."""
    made = re.compile(r"^(\w+)(?:: [^=]+)? = (Worksheet|Reading|PreparedRows|Prepared)\(", re.M)
    found = [(named(path), *match.groups()) for path in code() for match in made.finditer(path.read_text())]
    assert [one for one in found if one[1].startswith("READ_") == (one[2] == "Worksheet")] == []


# The door -------------------------------------------------------------------------------------------------------


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def test_every_view_of_a_plan_is_behind_the_door() -> None:
    of_a_plan = {route: entry.callback for route, entry in patterns(get_resolver()) if "slug:slug" in route}
    assert of_a_plan
    assert [route for route, view in of_a_plan.items() if not hasattr(view, "permission")] == []


def chain(node: ast.expr) -> list[str]:
    """The names of a dotted expression, calls left out: `Goal.objects.all().get` → Goal objects all get."""
    if isinstance(node, ast.Call):
        return chain(node.func)
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def looks_up(call: ast.Call) -> bool:
    """`X.objects.….get(…)`, and anything asked for by the plan's slug: both are the door's business."""
    names = chain(call.func)
    by_slug = {"slug", "plan__slug"} & {keyword.arg for keyword in call.keywords}
    manager = {"objects", "everything", "_base_manager", "_default_manager"} & set(names)
    return bool(manager) and (names[-1] == "get" or bool(by_slug))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Goal.objects.get(pk=pk)", True),
        ("Goal.objects.select_related('group').get(pk=pk)", True),
        ("Plan.objects.filter(slug=slug)", True),
        ("get_object_or_404(Goal, pk=pk)", False),
        ("request.POST.get('fields')", False),
    ],
)
def test_the_search_for_lookups_finds_them(line: str, expected: bool) -> None:
    calls = [node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call)]
    assert any(looks_up(call) for call in calls) is expected


def test_views_look_nothing_up_beside_the_door() -> None:
    found = [
        f"{named(path)}:{node.lineno}"
        for path in code()
        if path.name in VIEWS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and looks_up(node)
    ]
    assert found == []


def test_views_do_not_leave_the_scope() -> None:
    left = {
        function.name
        for path in code()
        if path.name in VIEWS
        for function in functions(path)
        if "scopes_disabled" in {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    }
    assert left == WITHOUT_SCOPE


# Templates and style sheets -------------------------------------------------------------------------------------


def templates(*suffixes: str) -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*")) if path.suffix in suffixes]


@pytest.mark.parametrize("path", templates(".html", ".txt", ".jinja"), ids=named)
def test_every_template_compiles(path: Path) -> None:
    name = path.relative_to(TEMPLATES)
    if name.parts[0] == "jinja2":  # these stand in the place of Django's own, by its names
        get_template(name.relative_to("jinja2").as_posix(), using="jinja2")
    else:
        get_template(name.as_posix(), using="jinja2" if path.suffix == ".jinja" else "django")


def test_htmx_is_written_as_data() -> None:
    """So that the pages validate."""
    bare = re.compile(r"(?<![\w-])hx-[a-z]")
    assert [named(path) for path in templates(".html", ".jinja") if bare.search(path.read_text())] == []


def test_the_search_for_left_and_right_finds_them() -> None:
    for rule in ("margin-left: 1px", "a{left:0}", "text-align: right", "border-top-left-radius:2px", "float :left"):
        assert PHYSICAL.search(rule), rule
    for rule in ("margin-inline: 1px", "inset-inline-start:0", "text-align: start", "@bottom-left { content: '' }"):
        assert not PHYSICAL.search(rule), rule


def test_style_knows_no_left_and_right() -> None:
    """So that a page from right to left comes free."""
    found = {
        f"{path.name}: {match.group().rstrip(' :')}"
        for path in tracked(".css")
        for match in PHYSICAL.finditer(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
    }
    inline = re.compile(r'style="([^"]*)"')
    for path in templates(".html", ".jinja"):
        for style in inline.findall(path.read_text()):
            found |= {f"{path.name}: {match.group().rstrip(' :')}" for match in PHYSICAL.finditer(style)}
    assert found == PHYSICAL_ALLOWED


class Words(HTMLParser):
    """Collects what a reader would read: text between tags, and the attributes that are read out or shown."""

    SPOKEN = frozenset({"alt", "aria-label", "placeholder", "title"})
    KEYS = "kbd"  # what is printed on a key is the same in every language

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.on_key = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.on_key = tag == self.KEYS
        self.found += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.on_key = False

    def handle_data(self, data: str) -> None:
        if not self.on_key:
            self.found.append(data)


TRANSLATED = re.compile(
    r"{%-?\s*(blocktrans(?:late)?)\b.*?{%-?\s*end\1\s*-?%}|{%-?\s*comment\b.*?{%-?\s*endcomment\s*-?%}"
    r"|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)


def bare_words(text: str) -> list[str]:
    parser = Words()
    parser.feed(TRANSLATED.sub("", text))
    parser.close()
    return [found.strip() for found in parser.found if re.search(r"[^\W\d_]{3}", found)]


def test_the_search_for_bare_words_finds_them() -> None:
    assert bare_words('<p title="Plan">{% translate "Goal" %} Town {{ x }}</p>') == ["Plan", "Town"]
    assert bare_words("{% blocktranslate %}Goal{% endblocktranslate %}<kbd>Enter</kbd><b>A2</b>") == []


def test_every_text_can_be_translated() -> None:
    texts = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in templates(".html", ".jinja", ".txt")}
    found = {name: bare_words(text) for name, text in texts.items() if name not in SPEAKS_ALL_LANGUAGES}
    assert {name: words for name, words in found.items() if words} == UNTRANSLATED


def lone_commas(text: str) -> list[str]:
    parser = Words()
    parser.feed(TRANSLATED.sub("", text))
    parser.close()
    return [found for found in parser.found if found.strip() == ","]


def test_the_search_for_commas_finds_them() -> None:
    assert lone_commas("<b>{{ x }}</b>{% if y %}, {{ y }}{% endif %}") == [", "]
    assert lone_commas('<b>{{ x }}</b>{% translate ", " %}{{ y }}, Town') == []


def test_commas_are_those_of_the_language() -> None:
    """Between two names stands {% translate ", " %}, or `listed` of planning/people/words.py: Arabic has its own."""
    texts = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in templates(".html", ".jinja")}
    assert {name for name, text in texts.items() if lone_commas(text)} <= COMMAS_OF_ALL_LANGUAGES
    joins = {named(path) for path in code() if path.name != "models.py" and '", ".join(' in path.read_text()}
    assert joins == JOINED_BY_COMMAS


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True)


def test_migrations_are_applied_in_bundles() -> None:
    """A plain one renders all models for each of its operations (docs/decisions/0017)."""
    every = MigrationLoader(None).disk_migrations.items()
    ours = {name: one for name, one in every if name[0] in {"planning", "stakeholders", "targets"}}
    assert {app for app, _ in ours} == {"planning", "stakeholders", "targets"}
    assert [name for name, one in ours.items() if not isinstance(one, bundled.Migration)] == []


def test_a_bundle_holds_what_needs_no_state_between() -> None:
    create, sql, index = CreateModel("x", []), RunSQL("SELECT 1"), AddIndex("x", models.Index(fields=["a"], name="i"))
    one, other = (AddField("plan", name, models.TextField()) for name in "ab")
    again, gone = AlterField("plan", "A", models.TextField()), RemoveField("plan", "a")
    constraint = AddConstraint("x", models.UniqueConstraint(fields=["a"], name="u"))
    dropped = RemoveConstraint("x", "u")  # asks for what a field that goes after it was
    for operations in (
        [[create, create], [one, other, index], [sql], [sql], [constraint, index], [create]],
        [[one, index], [again, other], [gone]],
        [[other, gone], [create], [constraint, gone, other], [dropped], [one]],
    ):
        assert list(bundled.bundles(one_after_another(*operations))) == operations


def test_every_brace_of_a_style_sheet_is_closed() -> None:
    """A browser forgives it, and puts all that follows into the layer that was left open."""
    for path in tracked(".css"):
        rules = re.sub(r'/\*.*?\*/|"[^"]*"', "", path.read_text(), flags=re.DOTALL)
        assert rules.count("{") == rules.count("}"), path
