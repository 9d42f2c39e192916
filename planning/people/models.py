"""Who uses the product: people, and the municipalities they plan for."""

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import LineField

__all__ = ["Mail", "Municipality", "User"]


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **fields: object) -> "User":
        fields.setdefault("name", username)
        return self.create_user(username, email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person. Many members have no e-mail address, so a username is enough to sign in."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[\w.+-]+\Z", _("Letters, digits and . + - _ only, without spaces."))],
        error_messages={"unique": _("This user name is taken. Please choose another.")},
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = LineField(_("name"), max_length=120, help_text=_("As the others know you."))
    language = models.CharField(_("language"), max_length=10, blank=True)
    wants_mail = models.BooleanField(
        _("Tell me by e-mail what waits for me"), default=True, help_text=_("At most one message a day.")
    )
    is_staff = models.BooleanField(
        default=False, help_text="Runs this installation; may open plans for municipalities."
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("person")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_once_in_any_case"),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="email_once_in_any_case",
                violation_error_message=_("Somebody here already uses this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username


@pghistory.track()
class Municipality(models.Model):
    """A town that plans, alone or with others (P1)."""

    name = LineField(_("municipality"), max_length=120)
    # ar_LB says كانون الثاني where ar says يناير; Babel knows both (R1)
    locale = models.CharField(_("locale for dates and months"), max_length=12, default="ar_LB")

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name


class Mail(models.Model):
    """A mail on its way to the mail server, which only this installation can read; deleted once it is sent."""

    locked = models.TextField()
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tried = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"

    def __str__(self) -> str:
        return f"mail {self.pk}"
