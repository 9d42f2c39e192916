"""Mail that must not hold up a request."""

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scopes_disabled

from .models import Invitation


@shared_task(autoretry_for=(OSError,), retry_backoff=30, max_retries=5)
def send_ticket(plan_id: int, invitation_id: int, code: str, language: str) -> None:
    """Mails an invitation's address to whom it is for; does nothing when it was revoked or used meanwhile."""
    with scopes_disabled():
        usable = Invitation.objects.usable().select_related("plan__municipality")
        invitation = usable.filter(plan=plan_id, pk=invitation_id).first()
    if invitation is None:
        return
    with override(language):
        url = settings.SITE_URL + reverse("accept", kwargs={"code": code})
        text = render_to_string(
            "plans/ticket_mail.txt", {"invitation": invitation, "plan": invitation.plan, "url": url}
        )
        send_mail(_("Invitation: %(plan)s") % {"plan": invitation.plan.title}, text, None, [invitation.email])
