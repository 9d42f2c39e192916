"""Somebody is responsible as a person and in an office: a membership. How it is read and said (P4)."""

import pgtrigger

from .permissions import Role

# what a query says of the office in a row's field `owner`
OWNER = {"owner_name": "owner__user__name", "owner_role": "owner__role", "owner_occupation": "owner__occupation"}


def in_office(name: str | None, role: str | None, occupation: str | None) -> str:
    """A person and what they are here as: "Rana Haddad (town engineer)", without an occupation "… (Task force)"; ""
    for nobody."""
    return f"{name} ({occupation or Role(role).label})" if name and role else ""


def only_held(*fields: str) -> list[pgtrigger.Trigger]:
    """Lets only offices of the row's plan into these fields that somebody holds. It waits for whoever is
    just ending one, who then finds this row (docs/decisions/0044)."""
    return [
        pgtrigger.Trigger(
            name=f"{field}_in_office",
            operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{field}_id"),
            when=pgtrigger.Before,
            func=f"""
                IF NEW.{field}_id IS NOT NULL THEN
                    PERFORM FROM planning_membership
                    WHERE id = NEW.{field}_id AND plan_id = NEW.plan_id AND ended_at IS NULL FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'nobody holds this office' USING ERRCODE = '23514', CONSTRAINT = 'in_office';
                    END IF;
                END IF;
                RETURN NEW;
            """,
        )
        for field in fields
    ]
