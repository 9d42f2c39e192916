"""The secretariat's pages (C9): who is asked, who has signed, and what becomes of it."""

import io
import zipfile
from pathlib import Path

import docx
import lxml.html
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django_scopes import scope

from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.council.document import STYLES, content_of, in_both
from planning.council.tables import add_tables
from planning.council.word import make_docx
from planning.goals.confidential import trusted
from planning.models import Action, Commitment, Rendering
from planning.worksheets.xlsx import Book
from tests.council.conftest import pages_of, plain
from tests.fixtures import HTMX, Town, as_user
from tests.pages import squeezed

from .conftest import confirm, link_of, now

pytestmark = pytest.mark.django_db


def post(town: Town, path: str, data: dict[str, object], letter: str = "s") -> int:
    return as_user(town.people[letter]).post(town.url(f"commitments/{path}"), data).status_code


def read(town: Town, letter: str, path: str = "commitments/") -> str:
    return as_user(town.people[letter]).get(town.url(path)).content.decode()


def test_asking_for_one_with_an_action_chosen_before(town: Town) -> None:
    action = town.rows["action"]
    assert f'value="action:{action.pk}" selected' in read(town, "s", f"commitments/new/?about=action:{action.pk}")
    typed = {"about": f"action:{action.pk}", "name": "Mill", "organisation": "Mill & Sons", "text": "Flour"}
    answer = as_user(town.people["s"]).post(town.url("commitments/new/"), typed, follow=True)
    assert "has been written down." in answer.content.decode()
    with trusted(town.plan):
        row = Commitment.objects.get(name="Mill")
    assert (row.goal_id, row.action_id, row.state, row.secret) == (town.rows["goal"].pk, action.pk, "asked", True)


def test_what_is_missing_is_said_and_nothing_is_lost(town: Town) -> None:
    answer = as_user(town.people["s"]).post(town.url("commitments/new/"), {"about": "goal:0", "text": "Flour"})
    assert answer.status_code == 422
    assert b"Flour" in answer.content


def test_members_read_what_holds_and_not_who_was_asked(town: Town) -> None:
    for letter, asked in {"s": True, "g": True, "t": False, "v": False}.items():
        page = read(town, letter)
        assert "Sister Mariam" in page
        assert ("Baker" in page) is asked, letter
        action = town.rows["action"]
        about = read(town, letter, f"goals/{town.rows['goal'].pk}/actions/{action.pk}/questions/")
        assert "Baker" not in about
    link = link_of(town)
    as_user(town.people["f"]).post(link, confirm())
    page = read(town, "t", f"goals/{town.rows['goal'].pk}/actions/{town.rows['action'].pk}/questions/")
    assert "Baker" in page
    assert "Gives bread" in page


def test_on_paper(town: Town) -> None:
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    path = f"{now(town).pk}/paper/"
    assert post(town, path, {"signed_on": tomorrow}) == 422
    assert post(town, path, {"signed_on": "2026-10-01", "may_name": "on"}) == 302
    row = now(town)
    assert (row.state, str(row.signed_on), row.may_name, row.recorded_by) == (
        "recorded",
        "2026-10-01",
        True,
        town.people["s"],
    )
    assert post(town, path, {"signed_on": "2026-10-02"}) == 409


def test_editing_while_nobody_has_answered(town: Town) -> None:
    typed = {"about": f"goal:{town.rows['goal'].pk}", "name": "Baker", "text": "Bread for all", "version": 1}
    assert post(town, f"{now(town).pk}/", typed) == 302
    assert (now(town).text, now(town).action) == ("Bread for all", None)
    late = as_user(town.people["s"]).post(town.url(f"commitments/{now(town).pk}/"), typed | {"text": "Bread for some"})
    assert late.status_code == 409
    content = late.content.decode()
    assert "Bread for all" in content
    assert "Bread for some" in content
    assert 'name="version" value="2"' in content
    as_user(town.people["s"]).post(link_of(town), confirm(2))
    answered = as_user(town.people["s"]).post(
        town.url(f"commitments/{now(town).pk}/"), typed | {"version": 3, "text": "Bread for few"}
    )
    assert answered.status_code == 409
    assert b"answered in the meantime" in answered.content
    assert b"Bread for few" in answered.content
    assert now(town).text == "Bread for all"


def test_withdrawing_with_a_reason_and_taking_out(town: Town) -> None:
    path = f"{now(town, 'signed').pk}/"
    assert post(town, f"{path}withdraw/", {"reason": ""}) == 422
    assert post(town, f"{path}remove/", {}) == 409
    assert post(town, f"{path}withdraw/", {"reason": "The yard was sold"}) == 302
    assert "The yard was sold" in read(town, "s")
    assert "Sister Mariam" not in read(town, "t")
    assert post(town, f"{path}remove/", {}) == 302
    assert "Sister Mariam" not in read(town, "s")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Lends nothing"},
        {"name": "Another"},
        {"state": "asked", "secret": True},
        {"secret": True},
        {"state": "confirmed"},
        {"action_id": 0},
    ],
)
def test_the_database_keeps_what_was_signed(change: dict[str, object], town: Town) -> None:
    with scope(plan=town.plan), pytest.raises(DatabaseError), transaction.atomic():
        Commitment.objects.filter(pk=now(town, "signed").pk).update(**change)


def test_the_database_refuses_an_action_of_another_goal(town: Town) -> None:
    with trusted(town.plan), pytest.raises(DatabaseError), transaction.atomic():
        Commitment.objects.filter(pk=now(town).pk).update(goal=town.rows["goal2"])


@pytest.mark.parametrize(("letter", "is_told"), [("s", True), ("g", True), ("t", False)])
def test_what_stands_in_the_way_of_a_deletion_is_named_to_who_may_know(letter: str, is_told: bool, town: Town) -> None:
    goal, title = town.rows["goal"], "Paint bins"
    action = town.add(Action(plan=town.plan, goal=goal, title=title), goal=goal)
    asked = Commitment(plan=town.plan, goal=goal, action=action, name="Painter", text="Paints")
    town.rows["commitment"] = town.add(asked, goal=goal)
    at = town.url(f"goals/{goal.pk}/actions/{action.pk}/delete/")
    for state in ("asked", "withdrawn"):
        assert now(town).state == state
        response = as_user(town.people[letter], **HTMX).post(at)
        page = response.content.decode()
        assert response.status_code == (409 if is_told else 200)
        assert ("commitments: “Painter” (the secretariat can withdraw it" in page) is is_told
        assert ("Painter" in page) is is_told
        if not is_told:  # the answer is the one that any other action has
            assert as_user(town.people[letter], **HTMX).post(at, {"undo": "1"}).status_code == 200
        post(town, f"{asked.pk}/withdraw/", {"reason": "Moved away"})
    assert post(town, f"{asked.pk}/remove/", {}) == 302
    assert as_user(town.people[letter], **HTMX).post(at).status_code == 200


# What leaves the pages ------------------------------------------------------------------------------------------------


def documents(town: Town) -> list[str]:
    """The document in both languages, the workbook's tables, and the shareable file."""
    with scope(plan=town.plan):
        pages = [content_of(town.plan, language).page for language in ("en", "ar")]
        book = Book()
        with override("en"):
            add_tables(book, town.plan, "en")
    with zipfile.ZipFile(io.BytesIO(book.content())) as parts:
        pages.append(b"".join(parts.read(name) for name in parts.namelist()).decode())
    return [*pages, export(town.plan, FileKind.SHAREABLE).decode()]


def test_the_annex_holds_what_was_confirmed_and_never_who_was_asked(town: Town) -> None:
    for content in documents(town):
        assert "Sister Mariam" in content
        assert "Lends the yard" in content
        assert "Baker" not in content
        assert "Gives bread" not in content
    as_user(town.people["s"]).post(link_of(town), {"do": "decline", "seen": 1})
    assert not any("Baker" in content for content in documents(town))


def test_without_consent_nobody_is_named(town: Town) -> None:
    assert post(town, f"{now(town, 'signed').pk}/unname/", {}) == 302
    english, arabic, book, data = documents(town)
    for content in (english, arabic, book):
        assert "Lends the yard" in content
    for content in (english, arabic, book, data):
        assert "Mariam" not in content
        assert "convent" not in content
    assert "Lends the yard" not in data
    assert "Known to the secretariat" in english


def test_consent_to_be_named_can_be_recorded_later(town: Town) -> None:
    """As the page behind the link says; and only by saying that there is one."""
    path = f"{now(town, 'signed').pk}"
    post(town, f"{path}/unname/", {})
    assert "Name them in public" in read(town, "s", f"commitments/{path}/")
    assert post(town, f"{path}/name/", {}) == 422
    assert not now(town, "signed").may_name
    assert post(town, f"{path}/name/", {"agreed": "on"}) == 302
    assert now(town, "signed").may_name
    assert now(town, "signed").changed_by == town.people["s"]
    assert all("Sister Mariam" in content for content in documents(town))
    post(town, f"{path}/withdraw/", {"reason": "The yard was sold"})
    for name in ("signed", "commitment"):  # what does not hold
        assert post(town, f"{now(town, name).pk}/name/", {"agreed": "on"}) == 409
        assert not now(town, name).may_name


def test_no_file_holds_a_link_or_the_entry_of_the_register(town: Town) -> None:
    link_of(town)
    with trusted(town.plan):
        Commitment.objects.filter(name="Sister Mariam").update(stakeholder=town.rows["stakeholder"])
    digest = now(town).digest
    assert digest
    for kind in FileKind:
        content = export(town.plan, kind).decode()
        assert digest not in content
        assert "expires_at" not in content
        assert ("Baker" in content) is (kind is FileKind.WHOLE)
    told = export(town.plan, FileKind.SHAREABLE).decode().partition('"commitment": [')[2].partition("]")[0]
    assert "Sister Mariam" in told
    assert "stakeholder" not in told
    assert "recorded_by" not in told


@pytest.mark.parametrize(("path", "data"), [("unname", {}), ("withdraw", {"reason": "The yard was sold"})])
def test_drafts_with_what_was_taken_back_since_are_closed(
    path: str, data: dict[str, object], town: Town, tmp_path: Path
) -> None:
    """Those made before; not the wall sheets, which have no annex, nor one that is made anew."""
    viewer = as_user(town.people["v"])

    def draft(name: str) -> str:
        to = str(tmp_path / name)
        call_command("exportplan", town.plan.slug, "--to", to, wall=name == "wall.pdf", verbosity=0)
        with scope(plan=town.plan):
            return town.url(f"document/{Rendering.objects.latest('pk').pk}/file/")

    drafts, wall = [draft("plan.pdf"), draft("plan.docx")], draft("wall.pdf")
    assert [viewer.get(url).status_code for url in [*drafts, wall]] == [200, 200, 200]
    assert post(town, f"{now(town, 'signed').pk}/{path}/", data) == 302
    assert [viewer.get(url).status_code for url in [*drafts, wall]] == [302, 302, 200]
    if path == "withdraw":
        without = draft("without.docx")
        assert post(town, f"{now(town, 'signed').pk}/remove/", {}) == 302
        assert [viewer.get(url).status_code for url in (drafts[0], without)] == [302, 200]
    assert [as_user(town.people["s"]).get(url).status_code for url in drafts] == [200, 200]
    assert viewer.get(draft("newer.docx")).status_code == 200


def test_the_list_on_a_phone_has_one_thing_beside_each_label(town: Town) -> None:
    """Bare texts in a cell would fall apart into columns of their own."""
    for language, comma, signed in (("en", ", ", "Signed"), ("ar", "، ", "التوقيع")):
        client = as_user(town.people["s"])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        tables = lxml.html.fromstring(squeezed(client.get(town.url("commitments/")))).findall(".//table")
        assert len(tables) == 2
        for table in tables:
            heads = [one.text for one in table.findall("thead/tr/th")]
            for cell, head in zip(table.findall("tbody/tr/td"), heads[1:], strict=True):
                assert cell.get("data-col") == head
                assert [one.tag for one in cell] == ["span"]
                assert (cell.text or "") + (cell[0].tail or "") == ""
        assert f"{comma}<bdi>" in lxml.html.tostring(tables[0], encoding="unicode")
        assert tables[0].findall("tbody/tr/td")[-1].get("data-col") == signed


def test_the_annex_stands_in_the_contents(town: Town) -> None:
    with scope(plan=town.plan):
        both = in_both(town.plan, ["en", "ar"]).page
        pages = {"commitments": content_of(town.plan, "en").page, "ar-commitments": both}
    for anchor, page in pages.items():
        assert page.count(f'href="#{anchor}"') == page.count(f'id="{anchor}"') == 1
    file = io.BytesIO(make_docx(pages["commitments"]))
    lines = [one.text for one in docx.Document(file).paragraphs]
    assert [line.startswith("Annex: commitments") for line in lines].count(True) == 2
    post(town, f"{now(town, 'signed').pk}/withdraw/", {"reason": "The yard was sold"})
    with scope(plan=town.plan):
        assert "#commitments" not in content_of(town.plan, "en").page


def test_every_table_of_the_document_has_a_dress(town: Town) -> None:
    """One whose class the style sheet does not know has no lines, and its rows break across pages."""
    known = "".join(path.read_text() for path in STYLES)
    with scope(plan=town.plan):
        page = lxml.html.fromstring(content_of(town.plan, "en").page)
    tables = [set(one.get("class", "").split()) for one in page.iter("table")]
    assert tables
    assert all(any(f".{name} " in known for name in names) for names in tables), tables


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_annex_in_the_pdf(language: str, town: Town, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    call_command("exportplan", town.plan.slug, "--to", str(file), "--language", language, verbosity=0)
    text = " ".join(pages_of(file.read_bytes()))
    with override(language):
        assert plain(gettext("Annex: commitments of stakeholders")) in text
        assert plain(gettext("Signed on paper")) in text
        assert plain(gettext(", ").join(("Sister Mariam", "Old convent"))) in text
    assert "Lends the yard" in text
    assert "Baker" not in text


@pytest.mark.parametrize(
    ("name", "path", "typed", "field"),
    [
        ("commitment", "paper/", {"signed_on": ""}, "signed_on"),
        ("commitment", "paper/", {"signed_on": "2090-01-01"}, "signed_on"),
        ("commitment", "withdraw/", {"reason": ""}, "reason"),
        ("signed", "name/", {}, "agreed"),
    ],
)
def test_each_form_says_above_itself_what_is_wrong(
    name: str, path: str, typed: dict[str, str], field: str, town: Town
) -> None:
    post(town, f"{town.rows['signed'].pk}/unname/", {"sealed": ""})
    answer = as_user(town.people["s"]).post(town.url(f"commitments/{now(town, name).pk}/{path}"), typed)
    assert answer.status_code == 422
    page = lxml.html.fromstring(answer.content.decode())
    (form,) = page.xpath("//form[.//*[@role='alert']]")
    assert form.get("action").endswith(path)
    (link,) = form.xpath(".//*[@role='alert']//a/@href")
    assert link == f"#id_{field}"
    assert form.xpath(f".//*[@id='id_{field}']")
