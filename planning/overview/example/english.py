# ruff: noqa: E501  (one line an asset, as in a register)
"""The example plan in English."""

from datetime import date

from .content import (
    BANK,
    BUSINESS,
    CITIZENS,
    COUNCIL,
    EQUIPMENT,
    EXTERNAL,
    FINANCE,
    FUND,
    HIGH,
    HOURS,
    IMAM,
    LOW,
    MAIN,
    MARKET,
    MEDIUM,
    MINISTRY,
    MONEY,
    OPERATIONAL,
    OPINION,
    OTHER_WAYS,
    OTHERS,
    OUTLINES,
    PARENTS,
    POINTS,
    PREMISES,
    SCHOOLS,
    SERVICE,
    STAFF,
    STRATEGIC,
    STRONG,
    SUPPORT,
    TRADERS,
    TRUCKS,
    UNION,
    WEAK,
    WORKS,
    Example,
    ExampleAction,
    ExampleActivity,
    ExampleAsset,
    ExampleConnection,
    ExampleIndicator,
    ExampleLocality,
    ExampleMeans,
    ExampleMeeting,
    ExamplePerson,
    ExampleStakeholder,
    ExampleTalk,
    ExampleTarget,
    lbp,
    usd,
)
from .english_swot import SWOT, TREE

LOCALITIES = (
    ExampleLocality("Old Market", "quarter", *POINTS[0], OUTLINES[0]),
    ExampleLocality("Upper Quarter", "quarter", *POINTS[1], OUTLINES[1]),
    ExampleLocality("Ain el Joz", "village", *POINTS[2]),
    ExampleLocality("Deir Salim", "village", *POINTS[3]),
    ExampleLocality("Riverside park", "site", *POINTS[4]),
)

ASSETS = (
    ExampleAsset("Appropriate site for a landfill", "natural", 1, "site", "4 ha", "Licensed, fenced in 2024", 3, "Municipality", (HIGH, HIGH), "Room for fifteen years"),
    ExampleAsset("Subsidies for low-income families", "social", 210, "families", "", "Paid every quarter", None, "Social office", (HIGH, MEDIUM), "Keeps fees bearable"),
    ExampleAsset("Effective billing system", "human", None, "", "", "One household in three gets no bill", None, "Finance department", (MEDIUM, HIGH), "Without fees no second shift"),
    ExampleAsset("Collection vehicles", "built", 3, "trucks", "8 m³ each", "Two of three older than fifteen years", 0, "Works department", (MEDIUM, HIGH), "The outer villages are served once a week"),
    ExampleAsset("Customers' willingness to pay for services", "social", None, "", "", "Good in the centre, weak in the villages", None, "", (MEDIUM, MEDIUM), "Grows with visible service"),
    ExampleAsset("CSO campaigns for stopping litter", "social", None, "", "", "None at present", None, "Citizen group “Clean city”", (LOW, HIGH), "Habits change only with neighbours"),
    ExampleAsset("Recycle bins", "built", 0, "bins", "240 l", "", None, "", (LOW, MEDIUM), "Less waste to carry away"),
    ExampleAsset("Larger bins that prevent rodent entry", "built", 0, "bins", "1,100 l", "", None, "", (LOW, MEDIUM), "Fewer complaints near schools"),
    ExampleAsset("Recycling facility", "built", None, "", "", "", None, "", (LOW, LOW), "A neighbour town takes sorted waste"),
    ExampleAsset("Tracking system for bin use", "human", None, "", "", "", None, "", (LOW, LOW), "Rounds can be planned without it"),
    ExampleAsset("Rubbish bins (#, size, design)", "built", 140, "bins", "120 l", "A third without a lid", 1, "Works department"),
    ExampleAsset("Vehicles for recycle collection (#, size)", "built", 0, "trucks"),
    ExampleAsset("Staff size and assignment per department", "human", 22, "people", "", "Two posts vacant", 0, "Municipality"),
    ExampleAsset("Appropriate skills for staff", "human", 9, "people", "", "Drivers trained, loaders not", None, "Works department"),
    ExampleAsset("Appropriate health protection for staff", "human", None, "", "", "Gloves yes, vaccination no", None, "Works department"),
    ExampleAsset("Health protection for residents (minimize pests and rodents)", "human", None, "", "", "Spraying twice a year", 4, "Health office"),
    ExampleAsset("Experience in developing contracts for outsourced services", "human", 1, "lawyer", "", "One contract so far", None, "Municipality"),
    ExampleAsset("Customers' willingness to follow collection and recycling guidelines", "social", None, "", "", "", 2),
    ExampleAsset("Improved customer relations", "social", None, "", "", "A telephone line, mornings only", 0, "Secretariat"),
    ExampleAsset("Public support for a clean city (anti-littering campaign)", "social"),
    ExampleAsset("Business community support for a clean city", "social"),
    ExampleAsset("Longer work hours of the waste-collection workers", "human"),
    ExampleAsset("Public opinion on local issues", "social"),
)  # fmt: skip

ACTIONS = (
    ExampleAction(
        "Clean-up weeks with schools and shops", 2, date(2027, 2, 1), date(2027, 4, 30),
        CITIZENS, "both", "Committed, has run two campaigns",
        ((SCHOOLS, "Pupils and halls"), (TRADERS, "Prizes and drinks")),
        "Volunteers who can be called on for other needs", "Quarters work side by side",
        (
            ExampleMeans(MAIN, STAFF, "Twelve volunteers on six Saturdays", state="committed"),
            ExampleMeans(OTHERS, MONEY, "Prizes from the business association", *usd(2000), state="pledged", giver=TRADERS),
            ExampleMeans(OTHER_WAYS, PREMISES, "School yards as meeting points", state="committed", giver=SCHOOLS),
            ExampleMeans(EXTERNAL, EQUIPMENT, "Gloves, tongs and bags for six hundred people", *usd(3500), state="requested", giver=FUND),
        ),
        group=0, win_for=1, assets=(SUPPORT,), targets=(0,),
        meets=((IMAM, "The weeks begin at the old mosque, and its yard is paved with what they collect"),),
    ),
    ExampleAction(
        "Evening rounds in two shifts", 0, date(2027, 1, 1), date(2027, 12, 31),
        WORKS, "committed", "The budget is voted; two vehicles to buy, four workers to hire",
        ((UNION, "A shift plan of the workers’ own making"), (PARENTS, "Fixed times for putting bins out")),
        "Routes change with the season", "Outer quarters get the same service",
        (
            ExampleMeans(MAIN, MONEY, "Wages of the second shift", *usd(46000), state="committed"),
            ExampleMeans(MAIN, MONEY, "Repair of the third truck", *lbp(900000000), state="received"),
            ExampleMeans(OTHER_WAYS, STAFF, "Drivers of the road team in the quiet months", state="committed"),
            ExampleMeans(EXTERNAL, EQUIPMENT, "Two collection vehicles of 8 m³", *usd(118000), "Twin city", state="requested", giver=BANK),
        ),
        group=0, assets=(TRUCKS, HOURS), targets=(4, 5),
        meets=((UNION, "Paid overtime, and the workers draw up the shifts themselves"),),
    ),
    ExampleAction(
        "Complete bills and fair fees", 1, date(2027, 1, 1), date(2028, 6, 30),
        FINANCE, "committed", "Committed; two clerks to train",
        ((MARKET, "Pay on time"), (COUNCIL, "Relief for poor families")),
        "Fees follow the real cost", "One rule for all, and the relief is open to see",
        (
            ExampleMeans(MAIN, STAFF, "Two clerks for eighteen months", *usd(21600), state="committed"),
            ExampleMeans(EXTERNAL, SERVICE, "Billing software with three years of care", *usd(14500), giver=MINISTRY),
        ),
        assets=(BUSINESS,), targets=(3, 6),
    ),
    ExampleAction(
        "Closed bins at schools and markets", 0, date(2027, 3, 1), date(2027, 8, 31),
        WORKS, "committed", "Has the places; wants help with the choice of bins",
        ((MARKET, "Keep the places clean"), (PARENTS, "Report damage")),
        "Bins can be moved where a place fills up", "Sellers and residents share one place",
        (
            ExampleMeans(MAIN, PREMISES, "Paved places for forty bins", *usd(6400), state="committed"),
            ExampleMeans(EXTERNAL, EQUIPMENT, "Forty bins of 1,100 litres", *usd(19200), state="pledged", giver=FUND),
        ),
        group=0, assets=(TRUCKS,), targets=(1,),
    ),
)  # fmt: skip
ACTION_GROUPS = (
    (
        "A town that one sees getting cleaner",
        "The clean-up weeks show quickly that it works; rounds and bins keep it so",
    ),
)
OTHERS_OF_REGISTER = (
    ("Municipality, works department", "servants"), ("Finance department", "servants"), ("Public schools", "servants"),
    ("Shopkeepers of the Old Market", "business"), ("Parents’ council", "community"), ("Development bank", "donor"),
    ("Environment fund of the province", "state"), ("Ministry’s programme for municipal finance", "state"),
    ("Twin city", "town"),
)  # fmt: skip

STAKEHOLDERS = (
    ExampleStakeholder("Citizen group “Clean city”", "society", "supporter", "Has been asking for better waste collection for years", STRONG, SUPPORT, "experience"),
    ExampleStakeholder("Local council", "officials", "supporter", "Wants to keep its promise of clean streets", STRONG, TRUCKS, "budget"),
    ExampleStakeholder("Business association", "business", "supporter", "Would like a cleaner city", WEAK, BUSINESS, "network"),
    ExampleStakeholder("Workers’ union", "union", "opponent", "Its members will have to work longer hours", STRONG, HOURS, "authority"),
    ExampleStakeholder("Imam of the old mosque", "religious", "opponent", "Is concerned that the new trucks take the money for the mosque’s renovation", WEAK, OPINION, "opinion"),
)  # fmt: skip

SURVEY, TALKS = date(2028, 12, 31), date(2026, 10, 15)
TARGETS = (
    ExampleTarget(
        "200 young people take part in the clean-up weeks of a year", STRATEGIC, "assets", SURVEY, 1,
        (ExampleIndicator("Young people in the clean-up weeks", "people", 60, 200, "year", "Lists of those who took part", "Citizen group “Clean city”", ("by_sex", "by_locality"), ((date(2027, 12, 31), 120),)),),
        step=2, consulted_on=TALKS,
    ),
    ExampleTarget(
        "The service meets what all groups need", STRATEGIC, "service", SURVEY, 0,
        (
            ExampleIndicator("People with special needs who use the service", "%", 35, 70, "year", "Survey of residents", "Secretariat of the plan", ("by_sex", "by_age", "by_group")),
            ExampleIndicator("What people with special needs say of bins and hours", "", "Steps and heavy lids keep many away", "They put their waste out without help", "year", "Talks in every locality", "Social office", ("by_locality",)),
        ),
        seen_by="Old people and people in wheelchairs put their waste out without help", step=0, consulted_on=TALKS,
    ),
    ExampleTarget(
        "5 partnerships for the goal are formed and kept", STRATEGIC, "management", date(2027, 12, 31), 0,
        (ExampleIndicator("Agreements with partners that are being kept", "agreements", 1, 5, "half", "Signed agreements, minutes", "Secretariat of the plan"),),
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "4 municipal clerks are trained in the billing software and use it", OPERATIONAL, "assets", date(2027, 6, 30), 0,
        (ExampleIndicator("Clerks who bill with the software", "people", 0, 4, "quarter", "Certificates, log of the software", "Finance department", ("by_sex",)),),
        step=1, consulted_on=TALKS,
    ),
    ExampleTarget(
        "70 % of households have their waste collected three times a week", OPERATIONAL, "service", date(2027, 12, 31), 2,
        (ExampleIndicator("Households served three times a week", "%", 45, 70, "quarter", "Log of the rounds", "Works department", ("by_locality",), ((date(2027, 6, 30), 55),)),),
        step=0, consulted_on=TALKS,
    ),
    ExampleTarget(
        "95 % of households have their waste collected three times a week", OPERATIONAL, "service", date(2027, 12, 31), 2,
        (ExampleIndicator("Households served three times a week", "%", 45, 95, "quarter", "Log of the rounds", "Works department", ("by_locality",), ((date(2027, 6, 30), 65),)),),
        step=0, consulted_on=TALKS, action=1, without=4,
    ),
    ExampleTarget(
        "80 % of the fees are paid, billed by actual use", OPERATIONAL, "management", date(2028, 6, 30), 0,
        (ExampleIndicator("Fees paid of fees billed", "%", 48, 80, "quarter", "Books of the finance department", "Finance department", ("by_locality",)),),
        step=1,
    ),
)  # fmt: skip

ACTIVITIES = (
    ExampleActivity("Agree the shift plan with the workers’ union", "Local council", 0, (("2026-11", 2),), 1),
    ExampleActivity("Buy two collection vehicles", "Municipality", 0, (("2026-11", 4),), 1),
    ExampleActivity("Repair the third truck", "Works department", 2, (("2026-12", 2),), 1),
    ExampleActivity("Train drivers and loaders", "Works department", 2, (("2027-03", 1),), 1, (1,)),
    ExampleActivity("Run evening rounds in the outer villages", "Works department", 2, (("2027-04", 9),), 1, (0, 3)),
    ExampleActivity("Choose and install the billing software", "Finance department", 0, (("2027-01", 3),), 2),
    ExampleActivity("Train four clerks in billing", "Finance department", 0, (("2027-04", 2),), 2, (5,)),
    ExampleActivity("Send the first complete bills", "Finance department", 0, (("2027-06", 1), ("2027-09", 1), ("2027-12", 1)), 2, (6,)),
    ExampleActivity("Decide on relief for poor families", "Local council", 0, (("2027-04", 2),), 2),
    ExampleActivity("Pave the places for forty bins", "Works department", 2, (("2027-03", 3),), 3),
    ExampleActivity("Set closed bins at schools and markets", "Works department", 2, (("2027-05", 3),), 3, (9,)),
    ExampleActivity("Clean-up weeks with schools and shops", "Citizen group “Clean city”", 1, (("2027-02", 3), ("2027-10", 2)), 0),
    ExampleActivity("Ask all households again", "Secretariat of the plan", 0, (("2028-03", 2),), None, (4, 7)),
)  # fmt: skip

MEETINGS = (
    ExampleMeeting("sectors", "Works, finance and schools: what is done, what is late?", "two-monthly", date(2026, 11, 30), "10:00", "Town hall, small room", 0, (1, 3)),
    ExampleMeeting("groups", "Residents, people with special needs and shopkeepers: what do they notice?", "quarterly", date(2027, 1, 14), "17:00", "Public school", 1, (0, 2, 4)),
    ExampleMeeting("briefing", "Briefing of those who finance and support", "half-yearly", date(2027, 1, 31), "12:00", "Town hall", 0, (1, 2)),
)  # fmt: skip

ENGLISH = Example(
    language="en",
    slug="clean-city",
    municipality="Wadi Rihan",
    title="A clean city with attractive public spaces",
    area="Public services and environment",
    group="Working group “Clean city”",
    goal="The municipality is clean of garbage and litter and public spaces are attractive",
    steps=(
        "Improve waste collection through new garbage trucks and increased work hours of waste-collection workers",
        "Cover the cost of collection by complete bills and fees that every family can pay",
        "Win schools, shops and families for keeping streets and parks clean",
    ),
    localities=LOCALITIES,
    assets=ASSETS,
    actions=ACTIONS,
    targets=TARGETS,
    activities=ACTIVITIES,
    meetings=MEETINGS,
    stakeholders=STAKEHOLDERS,
    others=OTHERS_OF_REGISTER,
    action_groups=ACTION_GROUPS,
    connections=(
        ExampleConnection(1, 2, "A council member used to be a businessman and a member of the association"),
        ExampleConnection(3, 4, "The union’s leader regularly attends his mosque"),
    ),
    talks=(
        ExampleTalk(
            "union",
            "",
            "Driver for twenty years",
            3,
            "stance",
            "Nobody asked us. With paid overtime we would talk.",
            "self",
        ),
        ExampleTalk(
            "business",
            "Baker in the Old Market",
            "Knows most shopkeepers",
            2,
            "interest",
            "The shops want clean streets, but have not thought about who pays.",
            "others",
        ),
    ),
    people=(
        ExamplePerson("secretary", "Secretary of Wadi Rihan", "Secretariat of the plan", "secretariat"),
        ExamplePerson("teacher", "Teacher, member of the task force", "Teacher at the public school", "task-force"),
        ExamplePerson(
            "shopowner", "Shop owner, member of the working group", "Shop in the Old Market", "working-group"
        ),
    ),
    swot=SWOT,
    tree=TREE,
)
