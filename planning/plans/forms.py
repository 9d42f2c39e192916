from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.forms.models import ModelFormMetaclass
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from ..people.forms import HouseForm
from ..people.models import Municipality, User
from .actions import keep_a_secretariat, municipalities_of, opens_confidential, set_partners, users_of, work_of
from .models import Invitation, Membership, Plan
from .permissions import ROLE_PERMISSIONS, Permission, Role


class ScopedFormMetaclass(ModelFormMetaclass):
    """Lets a form of a plan's rows be declared at import, when no plan is in scope yet."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        with scopes_disabled():
            return super().__new__(cls, *args, **kwargs)


class ScopedForm(HouseForm, forms.ModelForm, metaclass=ScopedFormMetaclass):
    """A form of a plan's row: what it offers for choice are rows of the plan in scope, and never others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = field.queryset.model._default_manager.all()


class PlanForm(HouseForm, forms.ModelForm):
    municipality_name = forms.CharField(label=_("Municipality"), max_length=120)
    partners = forms.CharField(
        label=_("Partner municipalities"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Only for a plan of several municipalities: one name a line."),
    )

    class Meta:
        model = Plan
        fields = ["title", "first_year", "last_year", "currency", "session_date", "may_decide_alone"]

    field_order = [
        "municipality_name",
        "title",
        "first_year",
        "last_year",
        "currency",
        "session_date",
        "partners",
        "may_decide_alone",
    ]

    def clean_partners(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["partners"].splitlines())
        names = list(dict.fromkeys(line for line in lines if line))
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("A name may have at most 120 characters."))
        return names

    def save_with_towns(self, store: Callable[[Plan], object]) -> Plan:
        """Finds or makes the municipalities, stores the plan with `store`, and sets its partners."""
        plan: Plan = self.save(commit=False)
        plan.municipality = municipality_named(self.cleaned_data["municipality_name"])
        store(plan)
        set_partners(plan, [municipality_named(name) for name in self.cleaned_data["partners"]])
        return plan


RESERVED = {"new"}  # /plans/new/ is a page of its own


def free_slug(title: str) -> str:
    """A short address for a plan out of its title; a number where the title has no Latin letters or is taken."""
    base = slugify(title)[:50] or "plan"
    taken = set(Plan.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


def municipality_named(name: str) -> Municipality:
    return Municipality.objects.filter(name__iexact=name).first() or Municipality.objects.create(name=name)


class InvitationForm(ScopedForm):
    class Meta:
        model = Invitation
        fields = ["name", "role", "group", "occupation", "email"]


@dataclass(frozen=True)
class OpenedRole:
    """A role by which somebody would read what is confidential."""

    office: Membership
    reader: User

    @property
    def token(self) -> str:
        return f"{self.office.pk}:{self.office.role}:{self.office.group_id or 0}>{self.reader.pk}"


class AskedForm(HouseForm):
    """Gives somebody's rights to somebody else, and asks first where these would then read what is confidential."""

    # what was asked about, as `token` says it
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened: list[OpenedRole] = []

    def find_opened(self, offices: Collection[Membership], to: User, at: str) -> None:
        """Puts it at that field where they must never read it."""
        try:
            self.opened += [OpenedRole(one, to) for one in opens_confidential(offices, to)]
        except forms.ValidationError as error:
            self.add_error(at, error)

    @property
    def token(self) -> str:
        return " ".join(one.token for one in self.opened)

    @property
    def must_be_asked(self) -> bool:
        """Whether they would read what is confidential, and nobody has said yet that they may."""
        return bool(self.opened) and self.cleaned_data["sure"] != self.token


class MembershipForm(AskedForm, ScopedForm):
    """What somebody is here as. Another role or group may let them, and their deputy, read what is confidential."""

    class Meta:
        model = Membership
        fields = ["role", "group", "municipality", "occupation", "deputy"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("municipality").queryset = municipalities_of(self.instance.plan)
        offices = Membership.objects.may_own().exclude(user=self.instance.user_id)
        self.choice("deputy").queryset = offices.select_related("user")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        before = self.instance
        office = Membership(pk=before.pk, user=before.user, role=cleaned["role"], group=cleaned["group"])
        moves = bool({"role", "group"} & set(self.changed_data))
        if moves:
            self._check_role(before, office)
            self.find_opened([office], before.user, "role")
        if cleaned["deputy"] and (moves or "deputy" in self.changed_data):
            self.find_opened([office], cleaned["deputy"].user, "deputy")
        return cleaned

    def _check_role(self, before: Membership, office: Membership) -> None:
        """Puts it at the role where the plan would be without a secretariat, or work without somebody responsible."""
        try:
            keep_a_secretariat(before.plan, without=[before.pk] if office.role != Role.SECRETARIAT else [])
        except forms.ValidationError as error:
            self.add_error("role", error)
        if Permission.OWN not in ROLE_PERMISSIONS[Role(office.role)] and work_of(before):
            words = _("They are responsible for work, which this role does not allow. Please end their role.")
            self.add_error("role", words)


class EndForm(HouseForm):
    """What becomes of the work for which somebody is responsible in an office that ends."""

    successor: Any = forms.ModelChoiceField(None, label=_("Who is responsible from now on"), required=False)

    def __init__(self, *args: Any, office: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Membership.objects.may_own().exclude(pk=office.pk)
        self.choice("successor").queryset = others.select_related("user")
        self.choice("successor").empty_label = gettext("Nobody for now")


class HandOverForm(AskedForm):
    leaver = forms.ModelChoiceField(User.objects.none(), label=_("Who leaves"))
    successor = forms.ModelChoiceField(User.objects.none(), label=_("Who takes over"))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("leaver", "successor"):
            self.choice(field).queryset = users_of(plan)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("leaver") and cleaned.get("leaver") == cleaned.get("successor"):
            self.add_error("successor", _("Choose somebody else as the successor."))
        elif cleaned.get("leaver") and cleaned.get("successor"):
            offices = list(Membership.objects.active().filter(user=cleaned["leaver"]).select_related("group"))
            self.find_opened(offices, cleaned["successor"], "successor")
        return cleaned


class CodeForm(HouseForm):
    code = forms.CharField(label=_("Invitation code"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "dir": "ltr",
            "autocomplete": "off",
            "autocapitalize": "characters",
        }


class JoinForm(HouseForm, forms.ModelForm):
    """A new person's account, made on accepting an invitation."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        help_text=_("At least eight characters; a short sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    class Meta:
        model = User
        fields = ["name", "username", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("You sign in with it; letters and digits without spaces.")
        self.fields["email"].help_text = _("Optional. With it you can set a new password yourself.")
        for name, hint in {"name": "name", "username": "username", "email": "email"}.items():
            self.fields[name].widget.attrs["autocomplete"] = hint
        for name in ("username", "email"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, self.instance)
        return password
