# ruff: noqa: E501  (one line an entry, as in a worksheet)
"""The first goal of the Arabic example: the clean city."""

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
    ExampleRating(What.LANDFILL, HIGH, HIGH, "يتّسع لخمس عشرة سنة"),
    ExampleRating(What.SUBSIDIES, HIGH, MEDIUM, "يجعل الرسوم محتملة"),
    ExampleRating(What.BILLING, MEDIUM, HIGH, "لا وردية ثانية من دون رسوم"),
    ExampleRating(
        What.TRUCKS,
        MEDIUM,
        HIGH,
        "القرى الطرفية تُخدم مرة في الأسبوع",
        ((AIN_EL_JOZ, MEDIUM, "جولة واحدة في الأسبوع"), (DEIR_SALIM, LOW, "جولة كل أسبوعين")),
    ),
    ExampleRating(
        What.PAYING,
        MEDIUM,
        MEDIUM,
        "يزداد حين تظهر الخدمة",
        ((MARKET_QUARTER, HIGH, "الجميع تقريبًا يدفعون"), (DEIR_SALIM, LOW, "لا خدمة تُذكر حتى الآن")),
    ),
    ExampleRating(What.CAMPAIGNS, LOW, HIGH, "لا تتغيّر العادات إلا مع الجيران"),
    ExampleRating(What.RECYCLE, LOW, MEDIUM, "نفايات أقلّ للنقل"),
    ExampleRating(What.CLOSED_BINS, LOW, MEDIUM, "شكاوى أقلّ قرب المدارس"),
    ExampleRating(What.SORTING, LOW, LOW, "تستقبل مدينة مجاورة النفايات المفروزة"),
    ExampleRating(What.TRACKING, LOW, LOW, "يمكن تنظيم الجولات من دونه"),
    ExampleRating(What.SUPPORT),
    ExampleRating(What.BUSINESS),
    ExampleRating(What.HOURS),
    ExampleRating(What.OPINION),
)

POSITIONS = (
    ExamplePosition(
        Who.CITIZENS, "supporter", "تطالب منذ سنوات بجمع أفضل للنفايات", STRONG, What.SUPPORT, "experience"
    ),
    ExamplePosition(Who.COUNCIL, "supporter", "يريد الوفاء بوعده بشوارع نظيفة", STRONG, What.TRUCKS, "budget"),
    ExamplePosition(Who.TRADERS, "supporter", "ترغب في مدينة أنظف", WEAK, What.BUSINESS, "network"),
    ExamplePosition(Who.UNION, "opponent", "سيضطرّ أعضاؤها إلى العمل ساعات أطول", STRONG, What.HOURS, "authority"),
    ExamplePosition(
        Who.IMAM, "opponent", "يخشى أن تأخذ الشاحنات الجديدة مال ترميم المسجد", WEAK, What.OPINION, "opinion"
    ),
)

SURVEY, TALKS = date(2028, 12, 31), date(2026, 10, 15)
TARGETS = (
    ExampleTarget(
        "مشاركة 200 من الشباب والشابات في أسابيع النظافة في السنة",
        STRATEGIC,
        "assets",
        SURVEY,
        TEACHER,
        (
            ExampleIndicator(
                "الشباب والشابات في أسابيع النظافة",
                "شخصًا",
                60,
                200,
                "year",
                "قوائم المشاركة",
                "مجموعة «مدينة نظيفة»",
                ("by_sex", "by_locality"),
                ((date(2027, 12, 31), 120),),
            ),
        ),
        step=2,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "تلبية الخدمة حاجات جميع الفئات",
        STRATEGIC,
        "service",
        SURVEY,
        SECRETARY,
        (
            ExampleIndicator(
                "ذوو الاحتياجات الخاصة المستفيدون من الخدمة",
                "%",
                35,
                70,
                "year",
                "استطلاع السكان",
                "أمانة الخطة",
                ("by_sex", "by_age", "by_group"),
            ),
            ExampleIndicator(
                "رأي ذوي الاحتياجات الخاصة في الحاويات والمواعيد",
                "",
                "الأدراج والأغطية الثقيلة تُبعد كثيرين",
                "إخراج النفايات من دون مساعدة",
                "year",
                "لقاءات في كل موقع",
                "مكتب الشؤون الاجتماعية",
                ("by_locality",),
            ),
        ),
        seen_by="كبار السن ومستعملو الكراسي المتحركة يُخرجون نفاياتهم من دون مساعدة",
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "عقد 5 شراكات من أجل الهدف والوفاء بها",
        STRATEGIC,
        "management",
        date(2027, 12, 31),
        SECRETARY,
        (
            ExampleIndicator(
                "الاتفاقات المعمول بها مع الشركاء", "اتفاقات", 1, 5, "half", "اتفاقات موقّعة ومحاضر", "أمانة الخطة"
            ),
        ),
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "تدريب 4 من موظفي البلدية على برنامج الفوترة واستعماله",
        OPERATIONAL,
        "assets",
        date(2027, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "الموظفون الذين يُصدرون الفواتير بالبرنامج",
                "أشخاص",
                0,
                4,
                "quarter",
                "الشهادات وسجلّ البرنامج",
                "الدائرة المالية",
                ("by_sex",),
            ),
        ),
        step=1,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "جمع النفايات ثلاث مرات في الأسبوع من 70 % من المساكن",
        OPERATIONAL,
        "service",
        date(2027, 12, 31),
        SHOPOWNER,
        (
            ExampleIndicator(
                "المساكن المخدومة ثلاث مرات في الأسبوع",
                "%",
                45,
                70,
                "quarter",
                "سجلّ الجولات",
                "دائرة الأشغال",
                ("by_locality",),
                ((date(2027, 6, 30), 55),),
            ),
        ),
        step=0,
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "جمع النفايات ثلاث مرات في الأسبوع من 95 % من المساكن",
        OPERATIONAL,
        "service",
        date(2027, 12, 31),
        SHOPOWNER,
        (
            ExampleIndicator(
                "المساكن المخدومة ثلاث مرات في الأسبوع",
                "%",
                45,
                95,
                "quarter",
                "سجلّ الجولات",
                "دائرة الأشغال",
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
        "تحصيل 80 % من الرسوم بفواتير تتبع الاستعمال الفعلي",
        OPERATIONAL,
        "management",
        date(2028, 6, 30),
        SECRETARY,
        (
            ExampleIndicator(
                "الرسوم المدفوعة من الرسوم المفوترة",
                "%",
                48,
                80,
                "quarter",
                "دفاتر الدائرة المالية",
                "الدائرة المالية",
                ("by_locality",),
            ),
        ),
        step=1,
    ),
)

ACTIVITIES = (
    ExampleActivity("الاتفاق مع نقابة العمّال على خطة الورديات", "المجلس المحلي", SECRETARY, (("2026-11", 2),), 1),
    ExampleActivity("شراء مركبتين لجمع النفايات", "البلدية", SECRETARY, (("2026-11", 4),), 1),
    ExampleActivity("إصلاح الشاحنة الثالثة", "دائرة الأشغال", SHOPOWNER, (("2026-12", 2),), 1),
    ExampleActivity("تدريب السائقين وعمّال التحميل", "دائرة الأشغال", SHOPOWNER, (("2027-03", 1),), 1, (1,)),
    ExampleActivity("تسيير جولات مسائية في القرى البعيدة", "دائرة الأشغال", SHOPOWNER, (("2027-04", 9),), 1, (0, 3)),
    ExampleActivity("اختيار برنامج الفوترة وتركيبه", "الدائرة المالية", SECRETARY, (("2027-01", 3),), 2),
    ExampleActivity("تدريب أربعة موظفين على الفوترة", "الدائرة المالية", SECRETARY, (("2027-04", 2),), 2, (5,)),
    ExampleActivity(
        "إصدار أول فواتير كاملة",
        "الدائرة المالية",
        SECRETARY,
        (("2027-06", 1), ("2027-09", 1), ("2027-12", 1)),
        2,
        (6,),
    ),
    ExampleActivity("إقرار إعفاءات للأسر الفقيرة", "المجلس المحلي", SECRETARY, (("2027-04", 2),), 2),
    ExampleActivity("تبليط مواقع لأربعين حاوية", "دائرة الأشغال", SHOPOWNER, (("2027-03", 3),), 3),
    ExampleActivity("وضع حاويات مغلقة عند المدارس والأسواق", "دائرة الأشغال", SHOPOWNER, (("2027-05", 3),), 3, (9,)),
    ExampleActivity(
        "أسابيع النظافة مع المدارس والمتاجر", "مجموعة «مدينة نظيفة»", TEACHER, (("2027-02", 3), ("2027-10", 2)), 0
    ),
    ExampleActivity("استطلاع رأي الأسر من جديد", "أمانة الخطة", SECRETARY, (("2028-03", 2),), None, (4, 7)),
)

MEETINGS = (
    ExampleMeeting(
        "sectors",
        "الأشغال والمالية والمدارس: ما الذي أُنجز وما الذي تأخّر؟",
        "two-monthly",
        date(2026, 11, 30),
        "10:00",
        "مبنى البلدية، القاعة الصغيرة",
        SECRETARY,
        (Who.COUNCIL, Who.UNION),
    ),
    ExampleMeeting(
        "groups",
        "السكان وذوو الاحتياجات الخاصة وأصحاب المتاجر: ما الذي يلاحظونه؟",
        "quarterly",
        date(2027, 1, 14),
        "17:00",
        "المدرسة الرسمية",
        TEACHER,
        (Who.CITIZENS, Who.TRADERS, Who.IMAM),
    ),
    ExampleMeeting(
        "briefing",
        "إطلاع الجهات المموِّلة والداعمة",
        "half-yearly",
        date(2027, 1, 31),
        "12:00",
        "مبنى البلدية",
        SECRETARY,
        (Who.COUNCIL, Who.TRADERS),
    ),
)

SWOT = (
    ExampleEntry("strength", "government", "موقع مطمر مرخّص وجاهز يتّسع لخمس عشرة سنة", ("works", 0)),
    ExampleEntry("strength", "servants", "الأسر ذات الدخل المحدود تُعان على دفع الرسوم، فلا يُستثنى أحد", ("works", 1)),
    ExampleEntry(
        "strength", "society", "قادت مجموعة المواطنين حملتين وتستطيع دعوة متطوّعين", ("can-move", 0), released=True
    ),
    ExampleEntry(
        "separate",
        "union",
        "السائقون وعمال التحميل يريدون بدلًا عن الساعات الإضافية ورأيًا في جدول الورديات",
        ("wants", 3),
    ),
    ExampleEntry("separate", "religious", "المسجد القديم ينتظر ترميمه منذ زمن ويُخشى على المال المخصّص له", ("wants", 4)),
    ExampleEntry("separate", "business", "المتاجر تريد إفراغ حاوياتها قبل أن تفتح أبوابها"),
    ExampleEntry(
        "weakness", "servants", "ثلاث شاحنات، اثنتان منها قديمتان: القرى الطرفية تُخدم مرة في الأسبوع", ("short", 3)
    ),
    ExampleEntry("weakness", "servants", "ثلث المساكن لا تصله فاتورة، فلا مال لوردية ثانية", ("short", 2)),
    ExampleEntry("weakness", "society", "لا أحد يحدّث الجيران عن رمي النفايات في الوقت الحاضر", ("missing", 5)),
    ExampleEntry("opportunity", "state", "صندوق البيئة في المحافظة يستقبل الطلبات كل ربيع"),
    ExampleEntry("opportunity", "donor", "المدينة التوأم تهب الشاحنات التي لم تعد تحتاج إليها"),
    ExampleEntry(
        "common",
        "all",
        "المجلس والمتاجر والمواطنون يريدون جميعًا شوارع تبقى نظيفة أيًّا كان من يدير البلدية",
        ("shared", 0),
        released=True,
    ),
    ExampleEntry("threat", "state", "قد يرتفع سعر الوقود قبل أن تؤتي الشاحنات الجديدة ثمارها"),
    ExampleEntry("threat", "town", "قد تحتاج البلدة المجاورة إلى معمل الفرز لنفسها"),
)

TREE = ExampleNode(
    "تبقى النفايات في الشوارع أيامًا",
    "الشوارع خالية من النفايات كل يوم",
    effects=(
        ExampleNode(
            "تقترب الجرذان والذباب من المدارس",
            "المدارس خالية من الآفات",
            effects=(ExampleNode("يمرض الأطفال أكثر", "يبقى الأطفال بصحة جيدة"),),
        ),
        ExampleNode("يكفّ الناس عن تنظيف شوارعهم", "يعتني الناس بشوارعهم معًا"),
    ),
    causes=(
        ExampleNode(
            "تُجمع النفايات في فترات متباعدة",
            "يُخدم كل شارع ثلاث مرات في الأسبوع",
            causes=(
                ExampleNode("الشاحنات قليلة وقديمة", "الشاحنات كافية وبحالة جيدة", entry=6),
                ExampleNode("لا عمل في المساء", "تعمل وردية مسائية بشروط وافق عليها العمال"),
            ),
        ),
        ExampleNode(
            "المال لا يكفي للخدمة",
            "الرسوم تغطّي كلفة الخدمة",
            causes=(ExampleNode("ثلث المساكن لا تصله فاتورة", "تصل الفاتورة إلى كل مسكن", entry=7),),
        ),
        ExampleNode("يُخرج الناس نفاياتهم في أي ساعة", ""),
    ),
)

ACTION_GROUPS = (("بلدة تزداد نظافةً أمام العين", "تُظهر أسابيع النظافة سريعًا أن العمل يجدي، وتحفظه الجولات والحاويات"),)

ACTIONS = (
    ExampleAction(
        "أسابيع نظافة مع المدارس والمتاجر",
        2,
        date(2027, 2, 1),
        date(2027, 4, 30),
        TEACHER,
        Who.CITIZENS,
        "both",
        "ملتزمة، ونفّذت حملتين",
        ((Who.SCHOOLS, "التلاميذ والقاعات", "able"), (Who.TRADERS, "الجوائز والمشروبات", "committed")),
        "متطوعون يمكن استدعاؤهم لحاجات أخرى",
        "الأحياء تعمل جنبًا إلى جنب",
        (
            ExampleMeans(MAIN, STAFF, "اثنا عشر متطوعًا في ستة أيام سبت", state="committed"),
            ExampleMeans(OTHERS, MONEY, "جوائز من جمعية التجّار", *usd(2000), state="pledged", giver=Who.TRADERS),
            ExampleMeans(OTHER_WAYS, PREMISES, "ملاعب المدارس أماكن للتجمّع", state="committed", giver=Who.SCHOOLS),
            ExampleMeans(
                EXTERNAL, EQUIPMENT, "قفازات وملاقط وأكياس لستمئة شخص", *usd(3500), state="requested", giver=Who.FUND
            ),
        ),
        group=0,
        win_for=1,
        assets=(What.CAMPAIGNS, What.SUPPORT),
        targets=(0, 2),
        entries=(2, 4, 8, 9, 11),
        serves=(0,),
        meets=((Who.IMAM, "تنطلق الأسابيع من المسجد القديم، ويُبلَّط فناؤه بما يُجمع فيها"),),
    ),
    ExampleAction(
        "جولات مسائية على ورديتين",
        0,
        date(2027, 1, 1),
        date(2027, 12, 31),
        SHOPOWNER,
        Who.WORKS,
        "committed",
        "الموازنة مقرّرة؛ مركبتان للشراء وأربعة عمال للتوظيف",
        (
            (Who.UNION, "خطة ورديات يضعها العمال بأنفسهم", "committed"),
            (Who.PARENTS, "أوقات ثابتة لإخراج الحاويات", "both"),
        ),
        "تتغيّر المسارات بحسب الموسم",
        "خدمة متساوية للأحياء الطرفية",
        (
            ExampleMeans(MAIN, MONEY, "أجور الوردية الثانية", *usd(46000), state="committed"),
            ExampleMeans(MAIN, MONEY, "إصلاح الشاحنة الثالثة", *lbp(900000000), state="received"),
            ExampleMeans(OTHER_WAYS, STAFF, "سائقو فريق الطرق في الأشهر الهادئة", state="committed"),
            ExampleMeans(
                EXTERNAL,
                EQUIPMENT,
                "مركبتان لجمع النفايات سعة 8 م³",
                *usd(118000),
                "المدينة التوأم",
                state="requested",
                giver=Who.BANK,
            ),
        ),
        group=0,
        assets=(What.TRUCKS, What.HOURS),
        targets=(4, 5),
        entries=(3, 6, 10, 12),
        meets=((Who.UNION, "ساعات إضافية مدفوعة، والعمال يضعون الورديات بأنفسهم"),),
    ),
    ExampleAction(
        "فواتير كاملة ورسوم عادلة",
        1,
        date(2027, 1, 1),
        date(2028, 6, 30),
        SECRETARY,
        Who.FINANCE,
        "committed",
        "ملتزمة، وموظفان للتدريب",
        ((Who.MARKET, "الدفع في الموعد", "able"), (Who.COUNCIL, "إعفاء الأسر الفقيرة", "both")),
        "الرسوم تتبع الكلفة الفعلية",
        "قاعدة واحدة للجميع وإعفاء معلن",
        (
            ExampleMeans(MAIN, STAFF, "موظفان لمدة ثمانية عشر شهرًا", *usd(21600), state="committed"),
            ExampleMeans(EXTERNAL, SERVICE, "برنامج فوترة مع صيانة ثلاث سنوات", *usd(14500), giver=Who.MINISTRY),
        ),
        assets=(What.BILLING, What.PAYING, What.BUSINESS),
        targets=(3, 6),
        entries=(1, 7),
    ),
    ExampleAction(
        "حاويات مقفلة عند المدارس والأسواق",
        0,
        date(2027, 3, 1),
        date(2027, 8, 31),
        SHOPOWNER,
        Who.WORKS,
        "committed",
        "المواقع متوافرة؛ المطلوب عون في اختيار الحاويات",
        ((Who.MARKET, "الحفاظ على نظافة المواقع", "both"), (Who.PARENTS, "الإبلاغ عن الأضرار", "both")),
        "يمكن نقل الحاويات حين يضيق بها موقع",
        "الباعة والسكان يتشاركون موقعًا واحدًا",
        (
            ExampleMeans(MAIN, PREMISES, "مواقع مرصوفة لأربعين حاوية", *usd(6400), state="committed"),
            ExampleMeans(
                EXTERNAL, EQUIPMENT, "أربعون حاوية سعة 1,100 لتر", *usd(19200), state="pledged", giver=Who.FUND
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
        "الناطق باسم التجّار",
        "تجّار السوق القديم",
        "كل متجر يُبقي الرصيف أمام بابه نظيفًا ويُقفل حاوياته مساءً، ابتداءً من شباط 2027.",
        0,
        date(2026, 10, 5),
    ),
    ExampleCommitment(
        Who.CITIZENS,
        "رئاسة المجموعة",
        "مجموعة «مدينة نظيفة»",
        "أربعون متطوعًا لكل أسبوع نظافة، وتقرير عمّا جُمع.",
        None,
        date(2026, 10, 12),
    ),
    ExampleCommitment(Who.BANK, "إدارة الفرع", "مصرف التنمية", "دراسة قرض للشاحنة الثانية متى اكتملت الفواتير.", 2),
)

CLEAN_CITY = ExampleGoal(
    statement="البلدية خالية من النفايات والأوساخ، والأماكن العامة جذّابة",
    area="الخدمات العامة والبيئة",
    group="مجموعة العمل «مدينة نظيفة»",
    members=((SHOPOWNER, "متجر في السوق القديم"),),
    steps=(
        "تحسين جمع النفايات بشاحنات جديدة وزيادة ساعات عمل عمال الجمع",
        "تغطية كلفة الجمع بفواتير كاملة ورسوم تقدر كل أسرة على دفعها",
        "كسب المدارس والمتاجر والأسر للحفاظ على نظافة الشوارع والحدائق",
    ),
    ratings=RATINGS,
    positions=POSITIONS,
    connections=(
        ExampleConnection(Who.COUNCIL, Who.TRADERS, "أحد أعضاء المجلس كان من التجّار ومن أعضاء الجمعية"),
        ExampleConnection(Who.UNION, Who.IMAM, "رئيس النقابة يصلّي في مسجده بانتظام"),
    ),
    talks=(
        ExampleTalk(
            "union",
            "",
            "يقود شاحنة منذ عشرين سنة",
            Who.UNION,
            "stance",
            "لم يسألنا أحد. لو دُفع بدل الساعات الإضافية لتحدّثنا.",
            "self",
        ),
        ExampleTalk(
            "business",
            "خبّاز في السوق القديم",
            "يعرف معظم أصحاب المتاجر",
            Who.TRADERS,
            "interest",
            "المتاجر تريد شوارع نظيفة، لكنها لم تفكّر في من يدفع.",
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
