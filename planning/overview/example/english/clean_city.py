# ruff: noqa: E501  (one line an entry, as in a worksheet)
"""The first goal of the English example: the clean city."""

from datetime import date

from ..content import (
    AIN_EL_JOZ,
    DEIR_SALIM,
    EQUIPMENT,
    EXTERNAL,
    HIGH,
    LOW,
    MAIN,
    MARKET_QUARTER,
    MEDIUM,
    MONEY,
    OPERATIONAL,
    OTHER_WAYS,
    OTHERS,
    PREMISES,
    SECRETARY,
    SERVICE,
    SHOPOWNER,
    STAFF,
    STRATEGIC,
    STRONG,
    TEACHER,
    WEAK,
    ExampleAction,
    ExampleActivity,
    ExampleCommitment,
    ExampleConnection,
    ExampleEntry,
    ExampleGoal,
    ExampleIndicator,
    ExampleMeans,
    ExampleMeeting,
    ExampleNode,
    ExamplePosition,
    ExampleRating,
    ExampleTalk,
    ExampleTarget,
    What,
    Who,
    lbp,
    usd,
)

RATINGS = (
    ExampleRating(What.LANDFILL, HIGH, HIGH, "Room for fifteen years"),
    ExampleRating(What.SUBSIDIES, HIGH, MEDIUM, "Keeps fees bearable"),
    ExampleRating(What.BILLING, MEDIUM, HIGH, "Without fees no second shift"),
    ExampleRating(
        What.TRUCKS,
        MEDIUM,
        HIGH,
        "The outer villages are served once a week",
        ((AIN_EL_JOZ, MEDIUM, "One round a week"), (DEIR_SALIM, LOW, "A round every second week")),
    ),
    ExampleRating(
        What.PAYING,
        MEDIUM,
        MEDIUM,
        "Grows with visible service",
        ((MARKET_QUARTER, HIGH, "Nearly all pay"), (DEIR_SALIM, LOW, "Hardly any service so far")),
    ),
    ExampleRating(What.CAMPAIGNS, LOW, HIGH, "Habits change only with neighbours"),
    ExampleRating(What.RECYCLE, LOW, MEDIUM, "Less waste to carry away"),
    ExampleRating(What.CLOSED_BINS, LOW, MEDIUM, "Fewer complaints near schools"),
    ExampleRating(What.SORTING, LOW, LOW, "A neighbour town takes sorted waste"),
    ExampleRating(What.TRACKING, LOW, LOW, "Rounds can be planned without it"),
    ExampleRating(What.SUPPORT),
    ExampleRating(What.BUSINESS),
    ExampleRating(What.HOURS),
    ExampleRating(What.OPINION),
)

POSITIONS = (
    ExamplePosition(
        Who.CITIZENS,
        "supporter",
        "Has been asking for better waste collection for years",
        STRONG,
        What.SUPPORT,
        "experience",
    ),
    ExamplePosition(
        Who.COUNCIL, "supporter", "Wants to keep its promise of clean streets", STRONG, What.TRUCKS, "budget"
    ),
    ExamplePosition(Who.TRADERS, "supporter", "Would like a cleaner city", WEAK, What.BUSINESS, "network"),
    ExamplePosition(
        Who.UNION, "opponent", "Its members will have to work longer hours", STRONG, What.HOURS, "authority"
    ),
    ExamplePosition(
        Who.IMAM,
        "opponent",
        "Is concerned that the new trucks take the money for the mosque’s renovation",
        WEAK,
        What.OPINION,
        "opinion",
    ),
)

SURVEY, TALKS = date(2028, 12, 31), date(2026, 10, 15)
TARGETS = (
    ExampleTarget(
        "200 young people take part in the clean-up weeks of a year",
        STRATEGIC,
        "assets",
        SURVEY,
        TEACHER,
        (
            ExampleIndicator(
                "Young people in the clean-up weeks",
                "people",
                60,
                200,
                "year",
                "Lists of those who took part",
                "Citizen group “Clean city”",
                ("by_sex", "by_locality"),
                ((date(2027, 12, 31), 120),),
            ),
        ),
        step=2,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "The service meets what all groups need",
        STRATEGIC,
        "service",
        SURVEY,
        SECRETARY,
        (
            ExampleIndicator(
                "People with special needs who use the service",
                "%",
                35,
                70,
                "year",
                "Survey of residents",
                "Secretariat of the plan",
                ("by_sex", "by_age", "by_group"),
            ),
            ExampleIndicator(
                "What people with special needs say of bins and hours",
                "",
                "Steps and heavy lids keep many away",
                "They put their waste out without help",
                "year",
                "Talks in every locality",
                "Social office",
                ("by_locality",),
            ),
        ),
        seen_by="Old people and people in wheelchairs put their waste out without help",
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "5 partnerships for the goal are formed and kept",
        STRATEGIC,
        "management",
        date(2027, 12, 31),
        SECRETARY,
        (
            ExampleIndicator(
                "Agreements with partners that are being kept",
                "agreements",
                1,
                5,
                "half",
                "Signed agreements, minutes",
                "Secretariat of the plan",
            ),
        ),
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "4 municipal clerks are trained in the billing software and use it",
        OPERATIONAL,
        "assets",
        date(2027, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "Clerks who bill with the software",
                "people",
                0,
                4,
                "quarter",
                "Certificates, log of the software",
                "Finance department",
                ("by_sex",),
            ),
        ),
        step=1,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "70 % of households have their waste collected three times a week",
        OPERATIONAL,
        "service",
        date(2027, 12, 31),
        SHOPOWNER,
        (
            ExampleIndicator(
                "Households served three times a week",
                "%",
                45,
                70,
                "quarter",
                "Log of the rounds",
                "Works department",
                ("by_locality",),
                ((date(2027, 6, 30), 55),),
            ),
        ),
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "95 % of households have their waste collected three times a week",
        OPERATIONAL,
        "service",
        date(2027, 12, 31),
        SHOPOWNER,
        (
            ExampleIndicator(
                "Households served three times a week",
                "%",
                45,
                95,
                "quarter",
                "Log of the rounds",
                "Works department",
                ("by_locality",),
                ((date(2027, 6, 30), 65),),
            ),
        ),
        step=0,
        consulted_on=TALKS,
        action=1,
        without=4,
    ),
    ExampleTarget(
        "80 % of the fees are paid, billed by actual use",
        OPERATIONAL,
        "management",
        date(2028, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "Fees paid of fees billed",
                "%",
                48,
                80,
                "quarter",
                "Books of the finance department",
                "Finance department",
                ("by_locality",),
            ),
        ),
        step=1,
    ),
)

ACTIVITIES = (
    ExampleActivity("Agree the shift plan with the workers’ union", "Local council", SECRETARY, (("2026-11", 2),), 1),
    ExampleActivity("Buy two collection vehicles", "Municipality", SECRETARY, (("2026-11", 4),), 1),
    ExampleActivity("Repair the third truck", "Works department", SHOPOWNER, (("2026-12", 2),), 1),
    ExampleActivity("Train drivers and loaders", "Works department", SHOPOWNER, (("2027-03", 1),), 1, (1,)),
    ExampleActivity(
        "Run evening rounds in the outer villages", "Works department", SHOPOWNER, (("2027-04", 9),), 1, (0, 3)
    ),
    ExampleActivity("Choose and install the billing software", "Finance department", SECRETARY, (("2027-01", 3),), 2),
    ExampleActivity("Train four clerks in billing", "Finance department", SECRETARY, (("2027-04", 2),), 2, (5,)),
    ExampleActivity(
        "Send the first complete bills",
        "Finance department",
        SECRETARY,
        (("2027-06", 1), ("2027-09", 1), ("2027-12", 1)),
        2,
        (6,),
    ),
    ExampleActivity("Decide on relief for poor families", "Local council", SECRETARY, (("2027-04", 2),), 2),
    ExampleActivity("Pave the places for forty bins", "Works department", SHOPOWNER, (("2027-03", 3),), 3),
    ExampleActivity(
        "Set closed bins at schools and markets", "Works department", SHOPOWNER, (("2027-05", 3),), 3, (9,)
    ),
    ExampleActivity(
        "Clean-up weeks with schools and shops",
        "Citizen group “Clean city”",
        TEACHER,
        (("2027-02", 3), ("2027-10", 2)),
        0,
    ),
    ExampleActivity("Ask all households again", "Secretariat of the plan", SECRETARY, (("2028-03", 2),), None, (4, 7)),
)

MEETINGS = (
    ExampleMeeting(
        "sectors",
        "Works, finance and schools: what is done, what is late?",
        "two-monthly",
        date(2026, 11, 30),
        "10:00",
        "Town hall, small room",
        SECRETARY,
        (Who.COUNCIL, Who.UNION),
    ),
    ExampleMeeting(
        "groups",
        "Residents, people with special needs and shopkeepers: what do they notice?",
        "quarterly",
        date(2027, 1, 14),
        "17:00",
        "Public school",
        TEACHER,
        (Who.CITIZENS, Who.TRADERS, Who.IMAM),
    ),
    ExampleMeeting(
        "briefing",
        "Briefing of those who finance and support",
        "half-yearly",
        date(2027, 1, 31),
        "12:00",
        "Town hall",
        SECRETARY,
        (Who.COUNCIL, Who.TRADERS),
    ),
)

SWOT = (
    ExampleEntry(
        "strength", "government", "A licensed landfill site with room for fifteen years is ready", ("works", 0)
    ),
    ExampleEntry(
        "strength",
        "servants",
        "Families with little income get help with their fees, so that nobody has to be left out",
        ("works", 1),
    ),
    ExampleEntry(
        "strength",
        "society",
        "The citizen group has led two campaigns and can call volunteers",
        ("can-move", 0),
        released=True,
    ),
    ExampleEntry(
        "separate", "union", "Drivers and loaders want overtime to be paid, and a say in the shift plan", ("wants", 3)
    ),
    ExampleEntry(
        "separate",
        "religious",
        "The old mosque has waited long for its renovation and fears for the money",
        ("wants", 4),
    ),
    ExampleEntry("separate", "business", "Shops want their bins emptied before they open"),
    ExampleEntry(
        "weakness", "servants", "Three trucks, two of them old: the outer villages are served once a week", ("short", 3)
    ),
    ExampleEntry(
        "weakness",
        "servants",
        "One household in three gets no bill, so there is no money for a second shift",
        ("short", 2),
    ),
    ExampleEntry("weakness", "society", "Nobody talks with the neighbours about litter at present", ("missing", 5)),
    ExampleEntry("opportunity", "state", "The environment fund of the province takes applications every spring"),
    ExampleEntry("opportunity", "donor", "The twin city gives away trucks that it no longer needs"),
    ExampleEntry(
        "common",
        "all",
        "Council, shops and citizens all want streets that stay clean, whoever governs",
        ("shared", 0),
        released=True,
    ),
    ExampleEntry("threat", "state", "Fuel may become dearer before the new trucks pay off"),
    ExampleEntry("threat", "town", "The neighbour town may need its sorting plant for itself"),
)

TREE = ExampleNode(
    "Waste lies in the streets for days",
    "Streets are free of waste every day",
    effects=(
        ExampleNode(
            "Rats and flies come near the schools",
            "Schools are free of pests",
            effects=(ExampleNode("Children fall ill more often", "Children stay healthy"),),
        ),
        ExampleNode("People give up keeping their street clean", "People look after their street together"),
    ),
    causes=(
        ExampleNode(
            "Waste is collected too seldom",
            "Every street is served three times a week",
            causes=(
                ExampleNode("The trucks are too few and too old", "The trucks are enough and in good order", entry=6),
                ExampleNode(
                    "Nobody works in the evening", "An evening shift works, on terms that the workers agreed to"
                ),
            ),
        ),
        ExampleNode(
            "There is not enough money for the service",
            "Fees cover the cost of the service",
            causes=(ExampleNode("One household in three gets no bill", "Every household gets its bill", entry=7),),
        ),
        ExampleNode("People put their waste out at any hour", ""),
    ),
)

ACTION_GROUPS = (
    (
        "A town that one sees getting cleaner",
        "The clean-up weeks show quickly that it works; rounds and bins keep it so",
    ),
)

ACTIONS = (
    ExampleAction(
        "Clean-up weeks with schools and shops",
        2,
        date(2027, 2, 1),
        date(2027, 4, 30),
        TEACHER,
        Who.CITIZENS,
        "both",
        "Committed, has run two campaigns",
        ((Who.SCHOOLS, "Pupils and halls", "able"), (Who.TRADERS, "Prizes and drinks", "committed")),
        "Volunteers who can be called on for other needs",
        "Quarters work side by side",
        (
            ExampleMeans(MAIN, STAFF, "Twelve volunteers on six Saturdays", state="committed"),
            ExampleMeans(
                OTHERS, MONEY, "Prizes from the business association", *usd(2000), state="pledged", giver=Who.TRADERS
            ),
            ExampleMeans(OTHER_WAYS, PREMISES, "School yards as meeting points", state="committed", giver=Who.SCHOOLS),
            ExampleMeans(
                EXTERNAL,
                EQUIPMENT,
                "Gloves, tongs and bags for six hundred people",
                *usd(3500),
                state="requested",
                giver=Who.FUND,
            ),
        ),
        group=0,
        win_for=1,
        assets=(What.CAMPAIGNS, What.SUPPORT),
        targets=(0, 2),
        entries=(2, 4, 8, 9, 11),
        serves=(0,),
        meets=((Who.IMAM, "The weeks begin at the old mosque, and its yard is paved with what they collect"),),
    ),
    ExampleAction(
        "Evening rounds in two shifts",
        0,
        date(2027, 1, 1),
        date(2027, 12, 31),
        SHOPOWNER,
        Who.WORKS,
        "committed",
        "The budget is voted; two vehicles to buy, four workers to hire",
        (
            (Who.UNION, "A shift plan of the workers’ own making", "committed"),
            (Who.PARENTS, "Fixed times for putting bins out", "both"),
        ),
        "Routes change with the season",
        "Outer quarters get the same service",
        (
            ExampleMeans(MAIN, MONEY, "Wages of the second shift", *usd(46000), state="committed"),
            ExampleMeans(MAIN, MONEY, "Repair of the third truck", *lbp(900000000), state="received"),
            ExampleMeans(OTHER_WAYS, STAFF, "Drivers of the road team in the quiet months", state="committed"),
            ExampleMeans(
                EXTERNAL,
                EQUIPMENT,
                "Two collection vehicles of 8 m³",
                *usd(118000),
                "Twin city",
                state="requested",
                giver=Who.BANK,
            ),
        ),
        group=0,
        assets=(What.TRUCKS, What.HOURS),
        targets=(4, 5),
        entries=(3, 6, 10, 12),
        meets=((Who.UNION, "Paid overtime, and the workers draw up the shifts themselves"),),
    ),
    ExampleAction(
        "Complete bills and fair fees",
        1,
        date(2027, 1, 1),
        date(2028, 6, 30),
        SECRETARY,
        Who.FINANCE,
        "committed",
        "Committed; two clerks to train",
        ((Who.MARKET, "Pay on time", "able"), (Who.COUNCIL, "Relief for poor families", "both")),
        "Fees follow the real cost",
        "One rule for all, and the relief is open to see",
        (
            ExampleMeans(MAIN, STAFF, "Two clerks for eighteen months", *usd(21600), state="committed"),
            ExampleMeans(
                EXTERNAL, SERVICE, "Billing software with three years of care", *usd(14500), giver=Who.MINISTRY
            ),
        ),
        assets=(What.BILLING, What.PAYING, What.BUSINESS),
        targets=(3, 6),
        entries=(1, 7),
    ),
    ExampleAction(
        "Closed bins at schools and markets",
        0,
        date(2027, 3, 1),
        date(2027, 8, 31),
        SHOPOWNER,
        Who.WORKS,
        "committed",
        "Has the places; wants help with the choice of bins",
        ((Who.MARKET, "Keep the places clean", "both"), (Who.PARENTS, "Report damage", "both")),
        "Bins can be moved where a place fills up",
        "Sellers and residents share one place",
        (
            ExampleMeans(MAIN, PREMISES, "Paved places for forty bins", *usd(6400), state="committed"),
            ExampleMeans(
                EXTERNAL, EQUIPMENT, "Forty bins of 1,100 litres", *usd(19200), state="pledged", giver=Who.FUND
            ),
        ),
        group=0,
        assets=(What.CLOSED_BINS,),
        targets=(1,),
        entries=(5, 9),
        serves=(2,),
    ),
)

COMMITMENTS = (
    ExampleCommitment(
        Who.MARKET,
        "Shopkeepers’ spokesman",
        "Shopkeepers of the Old Market",
        "Every shop keeps the pavement in front of its door clean and closes its bins in the evening, from February 2027 on.",
        0,
        date(2026, 10, 5),
    ),
    ExampleCommitment(
        Who.CITIZENS,
        "Chair of the citizen group",
        "Citizen group “Clean city”",
        "Forty volunteers for each clean-up week, and a report on what was collected.",
        None,
        date(2026, 10, 12),
    ),
    ExampleCommitment(
        Who.BANK,
        "Head of the branch",
        "Development bank",
        "Looks at a loan for the second truck once the bills are complete.",
        2,
    ),
)

CLEAN_CITY = ExampleGoal(
    statement="The municipality is clean of garbage and litter and public spaces are attractive",
    area="Public services and environment",
    group="Working group “Clean city”",
    members=((SHOPOWNER, "Shop in the Old Market"),),
    steps=(
        "Improve waste collection through new garbage trucks and increased work hours of waste-collection workers",
        "Cover the cost of collection by complete bills and fees that every family can pay",
        "Win schools, shops and families for keeping streets and parks clean",
    ),
    ratings=RATINGS,
    positions=POSITIONS,
    connections=(
        ExampleConnection(
            Who.COUNCIL, Who.TRADERS, "A council member used to be a businessman and a member of the association"
        ),
        ExampleConnection(Who.UNION, Who.IMAM, "The union’s leader regularly attends his mosque"),
    ),
    talks=(
        ExampleTalk(
            "union",
            "",
            "Driver for twenty years",
            Who.UNION,
            "stance",
            "Nobody asked us. With paid overtime we would talk.",
            "self",
        ),
        ExampleTalk(
            "business",
            "Baker in the Old Market",
            "Knows most shopkeepers",
            Who.TRADERS,
            "interest",
            "The shops want clean streets, but have not thought about who pays.",
            "others",
        ),
    ),
    targets=TARGETS,
    activities=ACTIVITIES,
    meetings=MEETINGS,
    swot=SWOT,
    tree=TREE,
    action_groups=ACTION_GROUPS,
    actions=ACTIONS,
    commitments=COMMITMENTS,
)
