from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .access import public
from .events import note
from .forms import ProfileForm
from .models import User

LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name and e-mail, and the way to password, second factor and sessions."""
    user: User = request.user  # type: ignore[assignment]  # signed in
    before = user.email
    form = ProfileForm(request.POST or None, instance=user)
    if (
        request.method == "POST"
        and form.changes_address
        and not ratelimit.consume(request, action="reauthenticate", user=user)
    ):
        return ratelimit.respond_429(request)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if form.changes_address:
                _tell_of_new_address(user, before)
        messages.success(request, _("Your account has been saved."))
        return redirect("profile")
    return render(request, "people/profile.html", {"form": form}, status=422 if form.errors else 200)


def _tell_of_new_address(user: User, before: str) -> None:
    """At the address that was: whoever took an account over cannot read it there."""
    note("e-mail changed", user=user.pk)
    if before:
        text = render_to_string("people/new_address_mail.txt", {"user": user, "site": settings.SITE_URL})
        send_mail(_("Your e-mail address in Common Plan was changed"), text, None, [before])


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switches the language of the pages: kept on the device, and with the account of whoever is signed in."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)  # not redirect(), which takes a bare word for a view's name
    if code in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=LANGUAGE_COOKIE_AGE, samesite="Lax")
        if request.user.is_authenticated and request.user.language != code:
            request.user.language = code
            request.user.save(update_fields=["language"])
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form older than the sign-in it came from: says what to do, and that nothing typed is lost."""
    return render(request, "403_csrf.html", status=403)
