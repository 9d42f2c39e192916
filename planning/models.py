"""Gathers the rooms' models, in the order of the floors; nothing else stands here."""

# isort: off
from .people.models import *  # noqa: F403
from .plans.models import *  # noqa: F403
from .goals.models import *  # noqa: F403
from .assets.models import *  # noqa: F403
from .brainstorm.models import *  # noqa: F403
from .imports.models import *  # noqa: F403
from .swot.models import *  # noqa: F403
from .trees.models import *  # noqa: F403
from .actions.models import *  # noqa: F403
from .commitments.models import *  # noqa: F403
from .archive.models import *  # noqa: F403
from .readiness.models import *  # noqa: F403
from .council.models import *  # noqa: F403
from .approval.models import *  # noqa: F403
from .publication.models import *  # noqa: F403
