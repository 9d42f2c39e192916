"""The second goal of the Arabic example: the way to school."""

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
    ExampleRating(What.WORKERS, HIGH, MEDIUM, "يستطيع فريق الأشغال أن يدهن ويبلّط في الأشهر الهادئة"),
    ExampleRating(What.OPINION, MEDIUM, LOW, "معظم الناس موافقون منذ الآن"),
    ExampleRating(
        What.PAVEMENTS,
        MEDIUM,
        HIGH,
        "يسير الأطفال على الطريق حيث تقف السيارات",
        ((UPPER_QUARTER, LOW, "لا رصيف بين الفرن والمدرسة"),),
    ),
    ExampleRating(What.CROSSINGS, MEDIUM, HIGH, "على نصف الأطفال أن يعبروا طريق السوق"),
    ExampleRating(
        What.LIGHTS,
        MEDIUM,
        MEDIUM,
        "يحلّ الظلام حين ينتهي الدوام الثاني",
        ((AIN_EL_JOZ, LOW, "لا مصباح فيها"), (DEIR_SALIM, MEDIUM, "تسعة من ثمانية عشر تضيء")),
    ),
    ExampleRating(
        What.WALKERS, MEDIUM, HIGH, "لا يُسمح للصغار بالسير إلا مع من يعرفونه", ((AIN_EL_JOZ, LOW, "لم يُسأل أحد بعد"),)
    ),
    ExampleRating(What.SPEED, LOW, HIGH, "لا ينفع ممرّ لا يتمهّل عنده أحد"),
    ExampleRating(What.LESSONS, HIGH, MEDIUM, "لكل صفّ دروسه مرة في السنة"),
    ExampleRating(What.BUS, LOW, MEDIUM, "دير سليم على بعد أربعة كيلومترات"),
)

POSITIONS = (
    ExamplePosition(
        Who.PARENTS, "supporter", "أصيب طفلان على طريق السوق في العام الماضي", STRONG, What.WALKERS, "network"
    ),
    ExamplePosition(Who.COUNCIL, "supporter", "يسرّه عمل تراه الأحياء كلها", WEAK, What.PAVEMENTS, "budget"),
    ExamplePosition(
        Who.DRIVERS, "opponent", "يخشون خسارة المواقف أمام المدارس، حيث معظم ركّابهم", STRONG, What.SPEED, "network"
    ),
    ExamplePosition(
        Who.MARKET, "opponent", "لن يجد الزبائن موقفًا على الرصيف", WEAK, What.OPINION, "opinion", WEAK, "indirect"
    ),
    ExamplePosition(
        Who.FAMILIES,
        "supporter",
        "لا يمرّ الكرسي المتحرّك بين السيارات الواقفة",
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
        "سير 60 من الأهل والتلاميذ الكبار مع مجموعات الأطفال في كل يوم دراسي",
        STRATEGIC,
        "assets",
        date(2028, 6, 30),
        TEACHER,
        (
            ExampleIndicator(
                "من يقودون مجموعات السير",
                "شخصًا",
                25,
                60,
                "half",
                "لوائح مجموعات السير",
                "مجلس الأهل",
                ("by_sex", "by_locality"),
                ((date(2027, 6, 30), 40),),
            ),
        ),
        step=1,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "ذهاب الأطفال من جميع الفئات إلى المدرسة سيرًا من دون خوف",
        STRATEGIC,
        "service",
        SURVEY,
        TEACHER,
        (
            ExampleIndicator(
                "الأطفال الذين يذهبون إلى المدرسة سيرًا أو بالدراجة",
                "%",
                48,
                70,
                "year",
                "رفع الأيدي في جميع الصفوف",
                "المدارس الرسمية",
                ("by_sex", "by_age", "by_locality"),
            ),
            ExampleIndicator(
                "ما يقوله الأطفال عن طريقهم",
                "",
                "كثيرون يخافون عند معبرين وعلى الدرب المظلم",
                "يرسمون طريقهم ولا يضعون عليه علامة خوف",
                "year",
                "أحاديث ورسوم في جميع الصفوف",
                "المدارس الرسمية",
                ("by_age", "by_group"),
            ),
        ),
        seen_by="طفل على كرسي متحرّك يصل إلى باب المدرسة من دون أن يُحمل",
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "رصيف سالك وممرات مخطّطة في 2 من شوارع المدارس الستة",
        OPERATIONAL,
        "service",
        date(2028, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "شوارع المدارس التي لها رصيف سالك وممرات مخطّطة",
                "شوارع",
                0,
                2,
                "quarter",
                "جولة في الشوارع مع لائحة",
                "دائرة الأشغال",
                ("by_locality",),
                ((date(2027, 12, 31), 1),),
            ),
        ),
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "رصيف سالك وممرات مخطّطة في 5 من شوارع المدارس الستة",
        OPERATIONAL,
        "service",
        date(2028, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "شوارع المدارس التي لها رصيف سالك وممرات مخطّطة",
                "شوارع",
                0,
                5,
                "quarter",
                "جولة في الشوارع مع لائحة",
                "دائرة الأشغال",
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
        "إصلاح ما يبلّغ الأهل عن خطره خلال 10 أيام",
        OPERATIONAL,
        "management",
        date(2028, 3, 31),
        SECRETARY,
        (
            ExampleIndicator(
                "الأيام من البلاغ إلى الإصلاح",
                "أيام",
                35,
                10,
                "quarter",
                "دفتر البلاغات",
                "دائرة الأشغال",
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
    ExampleActivity("سؤال كل صفّ عن الأماكن الخطرة", "المدارس الرسمية", TEACHER, (("2026-12", 2),), 0),
    ExampleActivity("السير في مجموعات على الطرق الأربع الأولى", "مجلس الأهل", TEACHER, (("2027-02", 5),), 0, (0,)),
    ExampleActivity(
        "الاتفاق مع سائقي الحافلات الصغيرة على المواقف", "المجلس المحلي", SECRETARY, (("2027-02", 2),), 1, (0,)
    ),
    ExampleActivity(
        "تبليط الأرصفة وتخطيط الممرات ووضع إشارات السرعة",
        "دائرة الأشغال",
        SECRETARY,
        (("2027-04", 3), ("2027-09", 3), ("2028-03", 3)),
        1,
        (2,),
    ),
    ExampleActivity("فتح خط للإبلاغ عمّا هو خطر", "دائرة الأشغال", SECRETARY, (("2027-05", 2),), 2),
    ExampleActivity(
        "تركيب المصابيح على الدروب الآتية من القرى", "دائرة الأشغال", SECRETARY, (("2027-09", 6),), 2, (4,)
    ),
)

MEETINGS = (
    ExampleMeeting(
        "groups",
        "الأهل والتلاميذ والسائقون: أين لا يزال الخطر؟",
        "quarterly",
        date(2027, 1, 21),
        "16:00",
        "المدرسة الرسمية، المكتبة",
        TEACHER,
        (Who.PARENTS, Who.DRIVERS, Who.FAMILIES, Who.POLICE),
    ),
)

SWOT = (
    ExampleEntry("strength", "servants", "أربعة معلّمين ومعلّمات يعطون دروس السير في كل صفّ", ("works", 7)),
    ExampleEntry(
        "separate",
        "business",
        "رزق سائقي الحافلات الصغيرة من الوقوف أمام المدارس، ويريدون مواقف قريبة منها",
        ("wants", 2),
    ),
    ExampleEntry("weakness", "servants", "تقف السيارات على الأرصفة، ولم يقل أحد أين تقف غير ذلك"),
    ExampleEntry("opportunity", "state", "يموّل برنامج الوزارة للطرق الآمنة الأرصفة القريبة من المدارس"),
    ExampleEntry("common", "all", "للأهل والسائقين وأصحاب المتاجر أولاد في المدارس نفسها"),
    ExampleEntry("threat", "state", "قد تصبح طريق السوق ممرًّا للشاحنات العابرة"),
)

TREE = ExampleNode(
    "الطريق إلى المدرسة خطر",
    "يصل كل طفل إلى المدرسة سالمًا",
    effects=(
        ExampleNode("يُصاب أطفال على طريق السوق", "لا يُصاب أي طفل في الطريق إلى المدرسة"),
        ExampleNode("ينقل الأهل أولادهم بالسيارات فتزدحم الشوارع", "يسير معظم الأطفال وتهدأ الشوارع"),
    ),
    causes=(
        ExampleNode(
            "يضطرّ الأطفال إلى السير على الطريق",
            "الأرصفة عريضة وسالكة",
            causes=(ExampleNode("تقف السيارات على الأرصفة", "تقف السيارات حيث يتّسع لها المكان", entry=2),),
        ),
        ExampleNode("لا يتمهّل السائقون قرب المدارس", "يعرف السائقون أين يعبر الأطفال ويتمهّلون"),
        ExampleNode("الدروب الآتية من القرى مظلمة", "الدروب الآتية من القرى مضاءة"),
    ),
)

ACTION_GROUPS = (("شوارع للأطفال أيضًا", "تُظهر مجموعات السير أين تكمن الأخطار، وتزيلها الأرصفة والممرات والمصابيح"),)

ACTIONS = (
    ExampleAction(
        "مجموعات سير على أربع طرق إلى المدرسة",
        1,
        date(2027, 2, 1),
        date(2027, 6, 30),
        TEACHER,
        Who.PARENTS,
        "both",
        "قاد مجموعة لسنتين، ووجد من يقود ثلاثًا أخرى",
        (
            (Who.SCHOOLS, "لائحة بالطرق، ومكان للقاء عند كل باب", "both"),
            (Who.YOUTH, "اثنا عشر من التلاميذ الكبار يرافقون الأطفال", "committed"),
        ),
        "تغيّر المجموعة طريقها في اليوم الذي يُقفل فيه شارع",
        "يتناوب الجيران من الأحياء كلها",
        (
            ExampleMeans(MAIN, STAFF, "خمسة وعشرون شخصًا، نصف ساعة في كل يوم دراسي", state="committed"),
            ExampleMeans(OTHERS, EQUIPMENT, "مئتا سترة عاكسة", *usd(1200), state="pledged", giver=Who.TRADERS),
            ExampleMeans(OTHER_WAYS, SERVICE, "دورة إسعاف أولي من نادي الشباب", state="committed", giver=Who.YOUTH),
        ),
        group=0,
        win_for=1,
        assets=(What.WALKERS, What.LESSONS),
        targets=(0, 1),
        entries=(0, 4),
        serves=(0,),
    ),
    ExampleAction(
        "أرصفة سالكة وممرات مخطّطة وسرعة منخفضة عند ثلاث مدارس",
        0,
        date(2027, 3, 1),
        date(2028, 6, 30),
        SECRETARY,
        Who.WORKS,
        "committed",
        "الفريق والدهان متوافران، وينقص بلاط الأرصفة",
        (
            (Who.COUNCIL, "يقرّر سرعة 30 كيلومترًا في الساعة حول المدارس", "both"),
            (Who.POLICE, "يراقب السرعة في الأسابيع الأولى من كل فصل", "able"),
            (Who.FAMILIES, "تجرّب كل ممرّ بكرسي متحرّك قبل إنجازه", "committed"),
        ),
        "يبدأ بالدهان، ثم يُبلَّط حيث ثبت أن الدهان في مكانه",
        "الأبطأ سيرًا هم المقياس",
        (
            ExampleMeans(MAIN, MONEY, "الدهان والإشارات وأول البلاط", *usd(18000), state="committed"),
            ExampleMeans(OTHER_WAYS, STAFF, "فريق الأشغال في الأشهر الهادئة", state="committed"),
            ExampleMeans(EXTERNAL, MONEY, "أرصفة لثلاثة شوارع أخرى", *usd(64000), state="requested", giver=Who.ROADS),
        ),
        group=0,
        assets=(What.PAVEMENTS, What.CROSSINGS, What.SPEED),
        targets=(1, 2, 3),
        entries=(1, 2, 3),
        meets=((Who.DRIVERS, "موقفان مبلّطان عند الزاويتين، يُختار مكانهما مع السائقين"),),
    ),
    ExampleAction(
        "إنارة الدروب الآتية من القرى، وخط للإبلاغ عن الأخطار",
        2,
        date(2027, 5, 1),
        date(2028, 3, 31),
        SECRETARY,
        Who.WORKS,
        "able",
        "فيها كهربائي، ولم تَعِد بشيء لساعات المساء بعد",
        ((Who.PARENTS, "الإبلاغ عن المصابيح المطفأة", "both"), (Who.TRADERS, "مصابيح بسعر الكلفة", "committed")),
        "يمكن نقل المصابيح حين يُبنى على درب",
        "تُنار القرى كما يُنار الوسط",
        (
            ExampleMeans(MAIN, STAFF, "كهربائي لستين يومًا", *usd(3200), state="committed"),
            ExampleMeans(OTHER_WAYS, EQUIPMENT, "أعمدة فائضة من الحديقة", state="received"),
            ExampleMeans(EXTERNAL, EQUIPMENT, "أربعون مصباحًا شمسيًا", *usd(22000)),
        ),
        group=0,
        assets=(What.LIGHTS,),
        targets=(4,),
        entries=(5,),
    ),
)

WAY_TO_SCHOOL = ExampleGoal(
    statement="لكل طفل طريق آمن إلى المدرسة، سيرًا على الأقدام ومن دون خوف",
    area="الأطفال والسير",
    group="مجموعة العمل «الطريق إلى المدرسة»",
    members=((TEACHER, "قيادة المجموعة"),),
    steps=(
        "جعل الشوارع حول المدارس آمنة بأرصفة سالكة وممرات وسرعة منخفضة",
        "ألا يسير أي طفل وحده، بمجموعات مع الأهل والتلاميذ الكبار",
        "إنارة الدروب الآتية من القرى، وإصلاح ما هو خطر بسرعة",
    ),
    ratings=RATINGS,
    positions=POSITIONS,
    connections=(ExampleConnection(Who.DRIVERS, Who.PARENTS, "للمتحدّث باسم الجمعية ابنتان في المدرسة الرسمية"),),
    talks=(
        ExampleTalk(
            "business",
            "",
            "يمرّ بحافلته أمام مدرستين كل يوم",
            Who.DRIVERS,
            "interest",
            "أعطونا مكانًا يصعد فيه الركّاب، فلا نحتاج إلى الوقوف أمام الباب.",
            "self",
        ),
        ExampleTalk(
            "community",
            "",
            "شخص يوصل ابنه إلى المدرسة على كرسي متحرّك",
            Who.FAMILIES,
            "influence",
            "كتبنا مرتين، ولم يأتِ أحد ليرى.",
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
