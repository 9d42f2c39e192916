from ..people.models import User
from ..plans.models import lock_plan
from ..worksheets.actions import add_row, delete_row, restore_row
from .models import Action, ActionLink


def change_links(action: Action, *, seen: set[tuple[str, int]], wanted: set[tuple[str, int]], by: User) -> None:
    """Links an action with what was ticked, and takes away what was ticked before and is not any more.

    Both are (which end, its key): {("target", 7), ("asset", 3)}. What others have linked since `seen` stays. The caller
    holds a transaction. Raises ValidationError where an end has been deleted meanwhile."""
    lock_plan(action.plan_id)
    there = {link.place: link for link in ActionLink.everything.filter(action=action)}
    for end, pk in sorted(wanted - seen):
        link = there.get((end, pk))
        if link is None:
            add_row(ActionLink(plan=action.plan, action=action, **{f"{end}_id": pk}), key=None, by=by, action=action)
        elif link.deleted_at:
            restore_row(link, by=by)
    for place in sorted(seen - wanted):
        link = there.get(place)
        if link and not link.deleted_at:
            delete_row(link, by=by)
