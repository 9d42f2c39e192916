"""What the example plan consists of, as plain data; the two languages fill the same form.

The first goal and the short names of its assets are those of the module's Tables 1 and 2, the stakeholders of its first
sub-objective those of its Table 3, its targets follow the examples of its Table 5; the second goal, the town, its
places, people's offices, quantities and actions are invented.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

LOW, MEDIUM, HIGH = 1, 2, 3
WEAK, STRONG = 1, 2
MAIN, OTHERS, OTHER_WAYS, EXTERNAL = "main", "others", "other-ways", "external"
STRATEGIC, OPERATIONAL = "strategic", "operational"
MONEY, STAFF, EQUIPMENT, PREMISES, SERVICE = "money", "staff", "equipment", "premises", "service"
SECRETARY, TEACHER, SHOPOWNER = range(3)  # who stands where among the people
MARKET_QUARTER, UPPER_QUARTER, AIN_EL_JOZ, DEIR_SALIM, PARK = range(5)  # which place is which


class Who(IntEnum):
    """Who stands where in the register of stakeholders."""

    CITIZENS, COUNCIL, TRADERS, UNION, IMAM = range(5)
    WORKS, FINANCE, SCHOOLS, MARKET, PARENTS, BANK, FUND, MINISTRY, TWIN = range(5, 14)
    DRIVERS, FAMILIES, POLICE, ROADS, YOUTH = range(14, 19)


class What(IntEnum):
    """What stands where in the register of assets, as far as something refers to it."""

    LANDFILL, SUBSIDIES, BILLING, TRUCKS, PAYING, CAMPAIGNS, RECYCLE, CLOSED_BINS, SORTING, TRACKING = range(10)
    WORKERS, SKILLS = 12, 13
    SUPPORT, BUSINESS, HOURS, OPINION = range(19, 23)
    PAVEMENTS, CROSSINGS, LIGHTS, WALKERS, SPEED, LESSONS, BUS = range(23, 30)


@dataclass(frozen=True)
class ExampleLocality:
    name: str
    kind: str
    latitude: str
    longitude: str
    outline: str = ""


@dataclass(frozen=True)
class ExampleAsset:
    """An entry of the register; `place` is an index into the localities."""

    name: str
    kind: str
    quantity: int | None = None
    unit: str = ""
    size: str = ""
    condition: str = ""
    place: int | None = None
    keeper: str = ""


@dataclass(frozen=True)
class ExampleRating:
    """An asset in the list of a goal; without levels where none is agreed yet. `there`: where it is otherwise (the
    place, the availability, a note)."""

    asset: What
    availability: int | None = None
    importance: int | None = None
    reason: str = ""
    there: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class ExampleMeans:
    origin: str
    kind: str
    description: str
    amount: Decimal | None = None
    currency: str = ""
    source: str = ""
    state: str = "needed"
    giver: Who | None = None


@dataclass(frozen=True)
class ExampleAction:
    """`step` is the sub-objective that it serves above all, `serves` are others; `owner` is an index into the people;
    `parts`: who adds what, and whether they can; `win_for` is an index into the actions; `assets`, `targets` and
    `entries` (of the SWOT) are what it is linked with; `meets`: which opponents of Table 3 get what from it."""

    title: str
    step: int
    start: date
    end: date
    owner: int
    main_actor: Who
    readiness: str
    capacity: str
    parts: tuple[tuple[Who, str, str], ...]
    flexibility: str
    cohesion: str
    means: tuple[ExampleMeans, ...]
    assets: tuple[What, ...]
    targets: tuple[int, ...]
    entries: tuple[int, ...]
    serves: tuple[int, ...] = ()
    group: int | None = None
    win_for: int | None = None
    meets: tuple[tuple[Who, str], ...] = ()


@dataclass(frozen=True)
class ExampleStakeholder:
    """An entry of the register."""

    name: str
    kind: str
    description: str = ""
    vulnerable: bool = False


@dataclass(frozen=True)
class ExamplePosition:
    """A row of Table 3, for the first sub-objective, with the influence over one asset. `cause`: why that is weak."""

    who: Who
    stance: str
    reason: str
    interest: int
    asset: What
    source: str
    strength: int = STRONG
    cause: str = ""


@dataclass(frozen=True)
class ExampleConnection:
    one: Who
    other: Who
    how: str


@dataclass(frozen=True)
class ExampleTalk:
    """An interview, and an answer of it about one stakeholder."""

    kind: str
    person: str
    role: str
    about: Who
    question: str
    said: str
    evidence: str


@dataclass(frozen=True)
class ExampleIndicator:
    """`today` and `wanted` are values, or states in words; `mid` values on the way."""

    name: str
    unit: str
    today: int | str
    wanted: int | str
    frequency: str
    verification: str
    collector: str
    apart: tuple[str, ...] = ()
    mid: tuple[tuple[date, int], ...] = ()
    direction: str = "up"


@dataclass(frozen=True)
class ExampleTarget:
    """`step` and `action` are indexes; `owner` one into the people; `without` one into the targets before it."""

    statement: str
    level: str
    dimension: str
    due: date
    owner: int
    indicators: tuple[ExampleIndicator, ...]
    seen_by: str = ""
    step: int | None = None
    consulted_on: date | None = None
    action: int | None = None
    without: int | None = None


@dataclass(frozen=True)
class ExampleEntry:
    """An entry of the SWOT. `takes` is what it was made from: what the proposal of Step 1 says, with an index into the
    goal's ratings or Table 3, or that of the sub-objective. `released`: though its source is confidential."""

    cell: str
    group: str
    text: str
    takes: tuple[str, int] | None = None
    released: bool = False


@dataclass(frozen=True)
class ExampleNode:
    """A problem with its objective and what hangs on it. `entry` is an index into the entries of the SWOT."""

    text: str
    turned: str
    causes: tuple["ExampleNode", ...] = ()
    effects: tuple["ExampleNode", ...] = ()
    entry: int | None = None


@dataclass(frozen=True)
class ExampleActivity:
    """`work`: stretches of months, each by its first one ("2027-01") and how many they are. `owner` is an index into
    the people, `action` one into the actions, `after` are some into the activities before it."""

    name: str
    actor: str
    owner: int
    work: tuple[tuple[str, int], ...]
    action: int | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class ExampleMeeting:
    """A series of meetings about the goal; `caller` is an index into the people."""

    kind: str
    purpose: str
    rhythm: str
    first: date
    hour: str
    place: str
    caller: int
    guests: tuple[Who, ...]


@dataclass(frozen=True)
class ExampleCommitment:
    """`action` is an index into the actions, None for the whole goal; `signed` None while it is only asked for."""

    who: Who
    name: str
    organisation: str
    text: str
    action: int | None = None
    signed: date | None = None


@dataclass(frozen=True)
class ExampleGoal:
    """A strategic goal with all of its worksheets. Whatever is an index points into the lists of the same goal, or into
    the registers and people of the plan."""

    statement: str
    area: str
    group: str
    members: tuple[tuple[int, str], ...]  # of the working group: an index into the people, the office there
    steps: tuple[str, ...]
    ratings: tuple[ExampleRating, ...]
    positions: tuple[ExamplePosition, ...]
    connections: tuple[ExampleConnection, ...]
    talks: tuple[ExampleTalk, ...]
    targets: tuple[ExampleTarget, ...]
    activities: tuple[ExampleActivity, ...]
    meetings: tuple[ExampleMeeting, ...]
    swot: tuple[ExampleEntry, ...]
    tree: ExampleNode  # of the first sub-objective
    action_groups: tuple[tuple[str, str], ...]  # name, what they bring about together
    actions: tuple[ExampleAction, ...]
    commitments: tuple[ExampleCommitment, ...] = ()


@dataclass(frozen=True)
class ExamplePerson:
    username: str
    name: str
    office: str
    role: str


@dataclass(frozen=True)
class Example:
    language: str
    slug: str
    municipality: str
    title: str
    localities: tuple[ExampleLocality, ...]
    assets: tuple[ExampleAsset, ...]
    needs: tuple[tuple[What, What], ...]  # an asset that does its work only with another
    stakeholders: tuple[ExampleStakeholder, ...]
    people: tuple[ExamplePerson, ...]
    goals: tuple[ExampleGoal, ...]


# Only shared by the two languages: the points lie in an invented place, out at sea, so that no real village is meant.
POINTS = (
    ("34.51230", "35.21040"),
    ("34.51910", "35.21620"),
    ("34.50540", "35.20510"),
    ("34.52480", "35.22750"),
    ("34.49870", "35.22110"),
)

# The borders of the first two, invented as well.
OUTLINES = (
    '{"type":"Polygon","coordinates":[[[35.2062,34.5094],[35.2131,34.5086],[35.2149,34.5118],[35.2138,34.5152],'
    "[35.2094,34.5161],[35.2059,34.5134],[35.2062,34.5094]]]}",
    '{"type":"Polygon","coordinates":[[[35.2138,34.5152],[35.2172,34.5149],[35.2211,34.5178],[35.2204,34.5226],'
    "[35.2147,34.5238],[35.2113,34.5204],[35.2094,34.5161],[35.2138,34.5152]]]}",
)


def usd(value: int) -> tuple[Decimal, str]:
    return Decimal(value), "USD"


def lbp(value: int) -> tuple[Decimal, str]:
    return Decimal(value), "LBP"
