"""The list of exceptions: signing in is required everywhere but where a view is marked as public."""

from django.contrib.auth.decorators import login_not_required

public = login_not_required
