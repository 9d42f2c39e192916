"""The second goal of the English example: the way to school."""

from datetime import date

from ..content import (
    AIN_EL_JOZ,
    DEIR_SALIM,
    EQUIPMENT,
    EXTERNAL,
    HIGH,
    LOW,
    MAIN,
    MEDIUM,
    MONEY,
    OPERATIONAL,
    OTHER_WAYS,
    OTHERS,
    SECRETARY,
    SERVICE,
    STAFF,
    STRATEGIC,
    STRONG,
    TEACHER,
    UPPER_QUARTER,
    WEAK,
    ExampleAction,
    ExampleActivity,
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
    usd,
)

RATINGS = (
    ExampleRating(What.WORKERS, HIGH, MEDIUM, "The works team can paint and pave in the quiet months"),
    ExampleRating(What.OPINION, MEDIUM, LOW, "Most people agree already"),
    ExampleRating(
        What.PAVEMENTS,
        MEDIUM,
        HIGH,
        "Children walk on the road where cars park",
        ((UPPER_QUARTER, LOW, "No pavement between the bakery and the school"),),
    ),
    ExampleRating(What.CROSSINGS, MEDIUM, HIGH, "Half of the children have to cross the market road"),
    ExampleRating(
        What.LIGHTS,
        MEDIUM,
        MEDIUM,
        "It is dark when the second shift of school ends",
        ((AIN_EL_JOZ, LOW, "No lamp at all"), (DEIR_SALIM, MEDIUM, "Nine of eighteen burn")),
    ),
    ExampleRating(
        What.WALKERS,
        MEDIUM,
        HIGH,
        "Small children are let walk only with somebody they know",
        ((AIN_EL_JOZ, LOW, "Nobody has been asked yet"),),
    ),
    ExampleRating(What.SPEED, LOW, HIGH, "No crossing helps where nobody brakes"),
    ExampleRating(What.LESSONS, HIGH, MEDIUM, "Every class has them once a year"),
    ExampleRating(What.BUS, LOW, MEDIUM, "Deir Salim is four kilometres away"),
)

POSITIONS = (
    ExamplePosition(
        Who.PARENTS, "supporter", "Two children were hurt at the market road last year", STRONG, What.WALKERS, "network"
    ),
    ExamplePosition(
        Who.COUNCIL, "supporter", "Is glad of a work that all quarters will see", WEAK, What.PAVEMENTS, "budget"
    ),
    ExamplePosition(
        Who.DRIVERS,
        "opponent",
        "Fear losing the stopping places in front of the schools, where they find most passengers",
        STRONG,
        What.SPEED,
        "network",
    ),
    ExamplePosition(
        Who.MARKET,
        "opponent",
        "Customers could no longer park on the pavement",
        WEAK,
        What.OPINION,
        "opinion",
        WEAK,
        "indirect",
    ),
    ExamplePosition(
        Who.FAMILIES,
        "supporter",
        "A wheelchair does not get past the parked cars",
        STRONG,
        What.CROSSINGS,
        "experience",
        WEAK,
        "weakness",
    ),
)

SURVEY, TALKS = date(2028, 11, 30), date(2026, 11, 5)
TARGETS = (
    ExampleTarget(
        "60 parents and older pupils walk with groups of children on every school day",
        STRATEGIC,
        "assets",
        date(2028, 6, 30),
        TEACHER,
        (
            ExampleIndicator(
                "People who lead a walking group",
                "people",
                25,
                60,
                "half",
                "Lists of the walking groups",
                "Parents’ council",
                ("by_sex", "by_locality"),
                ((date(2027, 6, 30), 40),),
            ),
        ),
        step=1,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "Children of all groups walk to school without fear",
        STRATEGIC,
        "service",
        SURVEY,
        TEACHER,
        (
            ExampleIndicator(
                "Children who walk or cycle to school",
                "%",
                48,
                70,
                "year",
                "Show of hands in all classes",
                "Public schools",
                ("by_sex", "by_age", "by_locality"),
            ),
            ExampleIndicator(
                "What children say of their way",
                "",
                "Many are afraid at two crossings and on the dark path",
                "They draw their way and mark no place of fear",
                "year",
                "Talks and drawings in all classes",
                "Public schools",
                ("by_age", "by_group"),
            ),
        ),
        seen_by="A child in a wheelchair reaches the school gate without being lifted",
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "2 of 6 school streets have a free pavement and marked crossings",
        OPERATIONAL,
        "service",
        date(2028, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "School streets with a free pavement and marked crossings",
                "streets",
                0,
                2,
                "quarter",
                "Walk through the streets with a list",
                "Works department",
                ("by_locality",),
                ((date(2027, 12, 31), 1),),
            ),
        ),
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "5 of 6 school streets have a free pavement and marked crossings",
        OPERATIONAL,
        "service",
        date(2028, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "School streets with a free pavement and marked crossings",
                "streets",
                0,
                5,
                "quarter",
                "Walk through the streets with a list",
                "Works department",
                ("by_locality",),
                ((date(2027, 12, 31), 2),),
            ),
        ),
        step=0,
        consulted_on=TALKS,
        action=1,
        without=2,
    ),
    ExampleTarget(
        "What parents report as dangerous is mended within 10 days",
        OPERATIONAL,
        "management",
        date(2028, 3, 31),
        SECRETARY,
        (
            ExampleIndicator(
                "Days from a report to the repair",
                "days",
                35,
                10,
                "quarter",
                "Book of reports",
                "Works department",
                ("by_locality",),
                ((date(2027, 9, 30), 20),),
                "down",
            ),
        ),
        step=2,
        consulted_on=TALKS,
    ),
)

ACTIVITIES = (
    ExampleActivity("Ask in every class which places are dangerous", "Public schools", TEACHER, (("2026-12", 2),), 0),
    ExampleActivity(
        "Walk with groups along the first four ways", "Parents’ council", TEACHER, (("2027-02", 5),), 0, (0,)
    ),
    ExampleActivity(
        "Agree the stopping places with the minibus drivers", "Local council", SECRETARY, (("2027-02", 2),), 1, (0,)
    ),
    ExampleActivity(
        "Pave the pavements, mark the crossings and set the speed signs",
        "Works department",
        SECRETARY,
        (("2027-04", 3), ("2027-09", 3), ("2028-03", 3)),
        1,
        (2,),
    ),
    ExampleActivity("Open the line for what is dangerous", "Works department", SECRETARY, (("2027-05", 2),), 2),
    ExampleActivity(
        "Set lamps along the paths from the villages", "Works department", SECRETARY, (("2027-09", 6),), 2, (4,)
    ),
)

MEETINGS = (
    ExampleMeeting(
        "groups",
        "Parents, pupils and drivers: where is it still dangerous?",
        "quarterly",
        date(2027, 1, 21),
        "16:00",
        "Public school, library",
        TEACHER,
        (Who.PARENTS, Who.DRIVERS, Who.FAMILIES, Who.POLICE),
    ),
)

SWOT = (
    ExampleEntry("strength", "servants", "Four teachers give traffic lessons in every class", ("works", 7)),
    ExampleEntry(
        "separate",
        "business",
        "Minibus drivers live on the stops in front of the schools and want to keep places near them",
        ("wants", 2),
    ),
    ExampleEntry("weakness", "servants", "Cars park on the pavements, and nobody has said where else they may stand"),
    ExampleEntry("opportunity", "state", "The ministry’s programme for safe roads pays for pavements near schools"),
    ExampleEntry("common", "all", "Parents, drivers and shopkeepers have children in the same schools"),
    ExampleEntry("threat", "state", "The market road may become a through road for lorries"),
)

TREE = ExampleNode(
    "The way to school is dangerous",
    "Every child comes to school safely",
    effects=(
        ExampleNode("Children are hurt on the market road", "No child is hurt on the way to school"),
        ExampleNode(
            "Parents drive their children, and the streets fill up", "Most children walk, and the streets are calm"
        ),
    ),
    causes=(
        ExampleNode(
            "Children have to walk on the road",
            "Pavements are wide and free",
            causes=(ExampleNode("Cars park on the pavements", "Cars stand where there is room for them", entry=2),),
        ),
        ExampleNode("Drivers do not brake near the schools", "Drivers know where children cross, and brake"),
        ExampleNode("The paths from the villages are dark", "The paths from the villages are lit"),
    ),
)

ACTION_GROUPS = (
    (
        "Streets that belong to children, too",
        "Walking groups show where the dangers lie; pavements, crossings and lamps end them",
    ),
)

ACTIONS = (
    ExampleAction(
        "Walking groups on four ways to school",
        1,
        date(2027, 2, 1),
        date(2027, 6, 30),
        TEACHER,
        Who.PARENTS,
        "both",
        "Led one group for two years, and has found leaders for three more",
        (
            (Who.SCHOOLS, "A list of the ways, and a place to meet at each gate", "both"),
            (Who.YOUTH, "Twelve older pupils who walk along", "committed"),
        ),
        "A group changes its way on the day a street is closed",
        "Neighbours of all quarters take turns",
        (
            ExampleMeans(MAIN, STAFF, "Twenty-five people, half an hour on every school day", state="committed"),
            ExampleMeans(
                OTHERS, EQUIPMENT, "Two hundred reflecting vests", *usd(1200), state="pledged", giver=Who.TRADERS
            ),
            ExampleMeans(OTHER_WAYS, SERVICE, "First-aid course by the youth club", state="committed", giver=Who.YOUTH),
        ),
        group=0,
        win_for=1,
        assets=(What.WALKERS, What.LESSONS),
        targets=(0, 1),
        entries=(0, 4),
        serves=(0,),
    ),
    ExampleAction(
        "Free pavements, marked crossings and low speed at three schools",
        0,
        date(2027, 3, 1),
        date(2028, 6, 30),
        SECRETARY,
        Who.WORKS,
        "committed",
        "Has the team and the paint; the paving stones are lacking",
        (
            (Who.COUNCIL, "Decides on 30 km/h around the schools", "both"),
            (Who.POLICE, "Checks the speed in the first weeks of each term", "able"),
            (Who.FAMILIES, "Try every crossing with a wheelchair before it is finished", "committed"),
        ),
        "Begins with paint, and is paved where paint has proved right",
        "Those who are slowest set the measure",
        (
            ExampleMeans(MAIN, MONEY, "Paint, signs and the first paving stones", *usd(18000), state="committed"),
            ExampleMeans(OTHER_WAYS, STAFF, "Works team in the quiet months", state="committed"),
            ExampleMeans(
                EXTERNAL, MONEY, "Pavements along three more streets", *usd(64000), state="requested", giver=Who.ROADS
            ),
        ),
        group=0,
        assets=(What.PAVEMENTS, What.CROSSINGS, What.SPEED),
        targets=(1, 2, 3),
        entries=(1, 2, 3),
        meets=((Who.DRIVERS, "Two paved stopping places at the corners, chosen together with the drivers"),),
    ),
    ExampleAction(
        "Light on the paths from the villages, and a line for what is dangerous",
        2,
        date(2027, 5, 1),
        date(2028, 3, 31),
        SECRETARY,
        Who.WORKS,
        "able",
        "Has an electrician; has promised nothing for the evenings yet",
        ((Who.PARENTS, "Tell which lamps are dark", "both"), (Who.TRADERS, "Lamps at cost price", "committed")),
        "Lamps can be moved when a path is built over",
        "The villages are lit as the centre is",
        (
            ExampleMeans(MAIN, STAFF, "An electrician for sixty days", *usd(3200), state="committed"),
            ExampleMeans(OTHER_WAYS, EQUIPMENT, "Spare posts of the park", state="received"),
            ExampleMeans(EXTERNAL, EQUIPMENT, "Forty solar lamps", *usd(22000)),
        ),
        group=0,
        assets=(What.LIGHTS,),
        targets=(4,),
        entries=(5,),
    ),
)

WAY_TO_SCHOOL = ExampleGoal(
    statement="Every child has a safe way to school, on foot and without fear",
    area="Children and traffic",
    group="Working group “Way to school”",
    members=((TEACHER, "Leads the group"),),
    steps=(
        "Make the streets around the schools safe by free pavements, crossings and low speed",
        "Let no child walk alone, by groups with parents and older pupils",
        "Light the paths from the villages, and mend quickly what is dangerous",
    ),
    ratings=RATINGS,
    positions=POSITIONS,
    connections=(
        ExampleConnection(Who.DRIVERS, Who.PARENTS, "The association’s speaker has two daughters at the public school"),
    ),
    talks=(
        ExampleTalk(
            "business",
            "",
            "Drives a minibus past two schools every day",
            Who.DRIVERS,
            "interest",
            "Give us a place where people can get in, and we need not stop at the gate.",
            "self",
        ),
        ExampleTalk(
            "community",
            "",
            "Brings a son in a wheelchair to school",
            Who.FAMILIES,
            "influence",
            "We have written twice. Nobody has come to look.",
            "self",
        ),
    ),
    targets=TARGETS,
    activities=ACTIVITIES,
    meetings=MEETINGS,
    swot=SWOT,
    tree=TREE,
    action_groups=ACTION_GROUPS,
    actions=ACTIONS,
)
