"""What the example plan consists of, as plain data; the two languages fill the same form.

The goal and the short names of the assets are those of the module's Tables 1 and 2, the stakeholders of the first
sub-objective those of its Table 3, the targets follow the examples of its Table 5; the town, its places, people's
offices, quantities and actions are invented.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LOW, MEDIUM, HIGH = 1, 2, 3
# who stands where in the register of stakeholders: first those of Table 3, then the others
CITIZENS, COUNCIL, TRADERS, UNION, IMAM = range(5)
WORKS, FINANCE, SCHOOLS, MARKET, PARENTS, BANK, FUND, MINISTRY = range(5, 13)
WEAK, STRONG = 1, 2
TRUCKS, SUPPORT, BUSINESS, HOURS, OPINION = 3, 19, 20, 21, 22  # the assets of Table 3 in the list of assets
MAIN, OTHERS, OTHER_WAYS, EXTERNAL = "main", "others", "other-ways", "external"
STRATEGIC, OPERATIONAL = "strategic", "operational"
MONEY, STAFF, EQUIPMENT, PREMISES, SERVICE = "money", "staff", "equipment", "premises", "service"


@dataclass(frozen=True)
class ExampleLocality:
    name: str
    kind: str
    latitude: str
    longitude: str
    outline: str = ""


@dataclass(frozen=True)
class ExampleAsset:
    """`place` is an index into the localities; a rating is (availability, importance), None where none is agreed."""

    name: str
    kind: str
    quantity: int | None = None
    unit: str = ""
    size: str = ""
    condition: str = ""
    place: int | None = None
    keeper: str = ""
    rating: tuple[int, int] | None = None
    reason: str = ""


@dataclass(frozen=True)
class ExampleMeans:
    origin: str
    kind: str
    description: str
    amount: Decimal | None = None
    currency: str = ""
    source: str = ""
    state: str = "needed"
    giver: int | None = None


@dataclass(frozen=True)
class ExampleAction:
    """`step` is the index of the sub-objective that it serves above all; `main_actor` one into the register, as
    are those of `parts` (who, what they add); `win_for` one into the actions; `assets` and `targets` are what it is
    linked with;
    `meets` says which opponents of Table 3 get what from it."""

    title: str
    step: int
    start: date
    end: date
    main_actor: int
    readiness: str
    capacity: str
    parts: tuple[tuple[int, str], ...]
    flexibility: str
    cohesion: str
    means: tuple[ExampleMeans, ...]
    group: int | None = None
    win_for: int | None = None
    assets: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    meets: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class ExampleStakeholder:
    """A row of Table 3, for the first sub-objective. `asset` is an index into the assets, influence over it strong."""

    name: str
    kind: str
    stance: str
    reason: str
    interest: int
    asset: int
    source: str
    description: str = ""


@dataclass(frozen=True)
class ExampleConnection:
    """Between two stakeholders, by index."""

    one: int
    other: int
    how: str


@dataclass(frozen=True)
class ExampleTalk:
    """An interview, and an answer of it about one stakeholder."""

    kind: str
    person: str
    role: str
    about: int
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
    assets or stakeholders, or that of the sub-objective. `released`: though its source is confidential."""

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
    """A series of meetings about the goal. `guests` are indexes into the stakeholders, `caller` one into the people."""

    kind: str
    purpose: str
    rhythm: str
    first: date
    hour: str
    place: str
    caller: int
    guests: tuple[int, ...]


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
    area: str
    group: str
    goal: str
    steps: tuple[str, ...]
    localities: tuple[ExampleLocality, ...]
    assets: tuple[ExampleAsset, ...]
    actions: tuple[ExampleAction, ...]
    targets: tuple[ExampleTarget, ...]
    activities: tuple[ExampleActivity, ...]
    meetings: tuple[ExampleMeeting, ...]
    stakeholders: tuple[ExampleStakeholder, ...]
    others: tuple[tuple[str, str], ...]  # in the register after those of Table 3: name, type
    action_groups: tuple[tuple[str, str], ...]  # name, what they bring about together
    connections: tuple[ExampleConnection, ...]
    talks: tuple[ExampleTalk, ...]
    people: tuple[ExamplePerson, ...]
    swot: tuple[ExampleEntry, ...]
    tree: ExampleNode  # of the first sub-objective


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
