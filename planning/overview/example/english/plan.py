"""The example plan in English: its registers, places and people."""

from ..content import (
    OUTLINES,
    POINTS,
    Example,
    ExampleAsset,
    ExampleLocality,
    ExamplePerson,
    ExampleStakeholder,
    What,
)
from .clean_city import CLEAN_CITY
from .way_to_school import WAY_TO_SCHOOL

LOCALITIES = (
    ExampleLocality("Old Market", "quarter", *POINTS[0], OUTLINES[0]),
    ExampleLocality("Upper Quarter", "quarter", *POINTS[1], OUTLINES[1]),
    ExampleLocality("Ain el Joz", "village", *POINTS[2]),
    ExampleLocality("Deir Salim", "village", *POINTS[3]),
    ExampleLocality("Riverside park", "site", *POINTS[4]),
)

ASSETS = (
    ExampleAsset(
        "Appropriate site for a landfill", "natural", 1, "site", "4 ha", "Licensed, fenced in 2024", 3, "Municipality"
    ),
    ExampleAsset(
        "Subsidies for low-income families", "social", 210, "families", "", "Paid every quarter", None, "Social office"
    ),
    ExampleAsset(
        "Effective billing system",
        "human",
        None,
        "",
        "",
        "One household in three gets no bill",
        None,
        "Finance department",
    ),
    ExampleAsset(
        "Collection vehicles",
        "built",
        3,
        "trucks",
        "8 m³ each",
        "Two of three older than fifteen years",
        0,
        "Works department",
    ),
    ExampleAsset(
        "Customers' willingness to pay for services", "social", None, "", "", "Good in the centre, weak in the villages"
    ),
    ExampleAsset(
        "CSO campaigns for stopping litter",
        "social",
        None,
        "",
        "",
        "None at present",
        None,
        "Citizen group “Clean city”",
    ),
    ExampleAsset("Recycle bins", "built", 0, "bins", "240 l"),
    ExampleAsset("Larger bins that prevent rodent entry", "built", 0, "bins", "1,100 l"),
    ExampleAsset("Recycling facility", "built"),
    ExampleAsset("Tracking system for bin use", "human"),
    ExampleAsset(
        "Rubbish bins (#, size, design)", "built", 140, "bins", "120 l", "A third without a lid", 1, "Works department"
    ),
    ExampleAsset("Vehicles for recycle collection (#, size)", "built", 0, "trucks"),
    ExampleAsset(
        "Staff size and assignment per department", "human", 22, "people", "", "Two posts vacant", 0, "Municipality"
    ),
    ExampleAsset(
        "Appropriate skills for staff",
        "human",
        9,
        "people",
        "",
        "Drivers trained, loaders not",
        None,
        "Works department",
    ),
    ExampleAsset(
        "Appropriate health protection for staff",
        "human",
        None,
        "",
        "",
        "Gloves yes, vaccination no",
        None,
        "Works department",
    ),
    ExampleAsset(
        "Health protection for residents (minimize pests and rodents)",
        "human",
        None,
        "",
        "",
        "Spraying twice a year",
        4,
        "Health office",
    ),
    ExampleAsset(
        "Experience in developing contracts for outsourced services",
        "human",
        1,
        "lawyer",
        "",
        "One contract so far",
        None,
        "Municipality",
    ),
    ExampleAsset("Customers' willingness to follow collection and recycling guidelines", "social", None, "", "", "", 2),
    ExampleAsset(
        "Improved customer relations", "social", None, "", "", "A telephone line, mornings only", 0, "Secretariat"
    ),
    ExampleAsset("Public support for a clean city (anti-littering campaign)", "social"),
    ExampleAsset("Business community support for a clean city", "social"),
    ExampleAsset("Longer work hours of the waste-collection workers", "human"),
    ExampleAsset("Public opinion on local issues", "social"),
    ExampleAsset(
        "Pavements along the school streets",
        "built",
        2400,
        "m",
        "0.9 m wide",
        "Narrow, and cars park on them",
        0,
        "Works department",
    ),
    ExampleAsset(
        "Marked crossings at the schools", "built", 3, "crossings", "", "Two of them worn off", 1, "Works department"
    ),
    ExampleAsset(
        "Lamps on the paths from the villages", "built", 18, "lamps", "", "Half of them dark", 3, "Works department"
    ),
    ExampleAsset(
        "Parents and older pupils who walk with the children",
        "social",
        25,
        "people",
        "",
        "In the Upper Quarter only",
        1,
        "Parents’ council",
    ),
    ExampleAsset(
        "Drivers’ respect for low speed near the schools",
        "social",
        None,
        "",
        "",
        "Measured twice: four of five drive too fast",
        None,
        "Traffic police post",
    ),
    ExampleAsset(
        "Traffic lessons at school", "human", 4, "teachers", "", "Every autumn since 2022", None, "Public schools"
    ),
    ExampleAsset("School bus", "built", 0, "buses"),
)

STAKEHOLDERS = (
    ExampleStakeholder("Citizen group “Clean city”", "society"),
    ExampleStakeholder("Local council", "officials"),
    ExampleStakeholder("Business association", "business"),
    ExampleStakeholder("Workers’ union", "union"),
    ExampleStakeholder("Imam of the old mosque", "religious"),
    ExampleStakeholder("Municipality, works department", "servants"),
    ExampleStakeholder("Finance department", "servants"),
    ExampleStakeholder("Public schools", "servants"),
    ExampleStakeholder("Shopkeepers of the Old Market", "business"),
    ExampleStakeholder("Parents’ council", "community"),
    ExampleStakeholder("Development bank", "donor"),
    ExampleStakeholder("Environment fund of the province", "state"),
    ExampleStakeholder("Ministry’s programme for municipal finance", "state"),
    ExampleStakeholder("Twin city", "town"),
    ExampleStakeholder(
        "Minibus drivers’ association", "business", "Forty drivers on the lines between the villages and the market"
    ),
    ExampleStakeholder(
        "Families of children with disabilities",
        "community",
        "Twenty-six families, who meet at the social office",
        vulnerable=True,
    ),
    ExampleStakeholder("Traffic police post", "state", "Two officers, on duty until the afternoon"),
    ExampleStakeholder("Ministry’s programme for safe roads", "state", "Takes applications in spring and in autumn"),
    ExampleStakeholder(
        "Youth club of the Upper Quarter", "society", "Runs the homework rooms and the bicycle workshop"
    ),
)

ENGLISH = Example(
    language="en",
    slug="clean-city",
    municipality="Wadi Rihan",
    title="A clean city and safe ways to school",
    localities=LOCALITIES,
    assets=ASSETS,
    needs=(
        (What.TRUCKS, What.WORKERS),
        (What.BILLING, What.SKILLS),
        (What.CROSSINGS, What.SPEED),
        (What.PAVEMENTS, What.SPEED),
    ),
    stakeholders=STAKEHOLDERS,
    people=(
        ExamplePerson("secretary", "Secretary of Wadi Rihan", "Secretariat of the plan", "secretariat"),
        ExamplePerson("teacher", "Teacher, member of the task force", "Teacher at the public school", "task-force"),
        ExamplePerson(
            "shopowner", "Shop owner, member of the working group", "Shop in the Old Market", "working-group"
        ),
    ),
    goals=(CLEAN_CITY, WAY_TO_SCHOOL),
)
