# ruff: noqa: E501  (one line an asset, as in a register)
"""The example plan in Arabic: the same content as the English one."""

from datetime import date

from .arabic_swot import SWOT, TREE
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

LOCALITIES = (
    ExampleLocality("السوق القديم", "quarter", *POINTS[0], OUTLINES[0]),
    ExampleLocality("الحيّ الفوقاني", "quarter", *POINTS[1], OUTLINES[1]),
    ExampleLocality("عين الجوز", "village", *POINTS[2]),
    ExampleLocality("دير سليم", "village", *POINTS[3]),
    ExampleLocality("حديقة النهر", "site", *POINTS[4]),
)

ASSETS = (
    ExampleAsset("موقع مناسب لمطمر", "natural", 1, "موقع", "4 هكتارات", "مرخّص ومسيّج منذ عام 2024", 3, "البلدية", (HIGH, HIGH), "يتّسع لخمس عشرة سنة"),
    ExampleAsset("دعم الأسر ذات الدخل المحدود", "social", 210, "أسرة", "", "يُصرف كل ثلاثة أشهر", None, "مكتب الشؤون الاجتماعية", (HIGH, MEDIUM), "يجعل الرسوم محتملة"),
    ExampleAsset("نظام فوترة فعّال", "human", None, "", "", "ثلث المساكن لا تصله فاتورة", None, "الدائرة المالية", (MEDIUM, HIGH), "لا وردية ثانية من دون رسوم"),
    ExampleAsset("مركبات جمع النفايات", "built", 3, "شاحنات", "8 م³ لكل منها", "اثنتان منها أقدم من خمس عشرة سنة", 0, "دائرة الأشغال", (MEDIUM, HIGH), "القرى الطرفية تُخدم مرة في الأسبوع"),
    ExampleAsset("استعداد المشتركين لدفع بدل الخدمات", "social", None, "", "", "جيد في الوسط وضعيف في القرى", None, "", (MEDIUM, MEDIUM), "يزداد حين تظهر الخدمة"),
    ExampleAsset("حملات المجتمع المدني لوقف رمي النفايات", "social", None, "", "", "لا حملات حاليًا", None, "مجموعة «مدينة نظيفة»", (LOW, HIGH), "لا تتغيّر العادات إلا مع الجيران"),
    ExampleAsset("حاويات الفرز", "built", 0, "حاوية", "240 لترًا", "", None, "", (LOW, MEDIUM), "نفايات أقلّ للنقل"),
    ExampleAsset("حاويات أكبر لا تدخلها القوارض", "built", 0, "حاوية", "1,100 لتر", "", None, "", (LOW, MEDIUM), "شكاوى أقلّ قرب المدارس"),
    ExampleAsset("منشأة لإعادة التدوير", "built", None, "", "", "", None, "", (LOW, LOW), "تستقبل مدينة مجاورة النفايات المفروزة"),
    ExampleAsset("نظام لتتبّع استعمال الحاويات", "human", None, "", "", "", None, "", (LOW, LOW), "يمكن تنظيم الجولات من دونه"),
    ExampleAsset("سلال المهملات (العدد والحجم والتصميم)", "built", 140, "سلة", "120 لترًا", "ثلثها بلا غطاء", 1, "دائرة الأشغال"),
    ExampleAsset("مركبات جمع المواد المفروزة (العدد والحجم)", "built", 0, "شاحنات"),
    ExampleAsset("عدد العاملين وتوزيعهم على الدوائر", "human", 22, "شخصًا", "", "وظيفتان شاغرتان", 0, "البلدية"),
    ExampleAsset("المهارات الملائمة لدى العاملين", "human", 9, "أشخاص", "", "تدريب السائقين تمّ، وتدريب عمال التحميل لم يتمّ", None, "دائرة الأشغال"),
    ExampleAsset("الحماية الصحية الملائمة للعاملين", "human", None, "", "", "القفازات متوافرة واللقاحات غائبة", None, "دائرة الأشغال"),
    ExampleAsset("الحماية الصحية للسكان (الحدّ من الحشرات والقوارض)", "human", None, "", "", "رشّ مرتين في السنة", 4, "المكتب الصحي"),
    ExampleAsset("الخبرة في إعداد عقود الخدمات الملزَّمة", "human", 1, "محامٍ", "", "عقد واحد حتى الآن", None, "البلدية"),
    ExampleAsset("استعداد المشتركين لاتباع إرشادات الجمع والفرز", "social", None, "", "", "", 2),
    ExampleAsset("تحسين العلاقة مع المشتركين", "social", None, "", "", "خط هاتفي قبل الظهر فقط", 0, "الأمانة"),
    ExampleAsset("تأييد الناس لمدينة نظيفة (حملة وقف رمي النفايات)", "social"),
    ExampleAsset("تأييد أوساط الأعمال لمدينة نظيفة", "social"),
    ExampleAsset("ساعات عمل أطول لعمال الجمع", "human"),
    ExampleAsset("الرأي العام في الشؤون المحلية", "social"),
)  # fmt: skip

ACTIONS = (
    ExampleAction(
        "أسابيع نظافة مع المدارس والمتاجر", 2, date(2027, 2, 1), date(2027, 4, 30),
        CITIZENS, "both", "ملتزمة، ونفّذت حملتين",
        ((SCHOOLS, "التلاميذ والقاعات"), (TRADERS, "الجوائز والمشروبات")),
        "متطوعون يمكن استدعاؤهم لحاجات أخرى", "الأحياء تعمل جنبًا إلى جنب",
        (
            ExampleMeans(MAIN, STAFF, "اثنا عشر متطوعًا في ستة أيام سبت", state="committed"),
            ExampleMeans(OTHERS, MONEY, "جوائز من جمعية التجّار", *usd(2000), state="pledged", giver=TRADERS),
            ExampleMeans(OTHER_WAYS, PREMISES, "ملاعب المدارس أماكن للتجمّع", state="committed", giver=SCHOOLS),
            ExampleMeans(EXTERNAL, EQUIPMENT, "قفازات وملاقط وأكياس لستمئة شخص", *usd(3500), state="requested", giver=FUND),
        ),
        group=0, win_for=1, assets=(SUPPORT,), targets=(0,),
        meets=((IMAM, "تنطلق الأسابيع من المسجد القديم، ويُبلَّط فناؤه بما يُجمع فيها"),),
    ),
    ExampleAction(
        "جولات مسائية على ورديتين", 0, date(2027, 1, 1), date(2027, 12, 31),
        WORKS, "committed", "الموازنة مقرّرة؛ مركبتان للشراء وأربعة عمال للتوظيف",
        ((UNION, "خطة ورديات يضعها العمال بأنفسهم"), (PARENTS, "أوقات ثابتة لإخراج الحاويات")),
        "تتغيّر المسارات بحسب الموسم", "خدمة متساوية للأحياء الطرفية",
        (
            ExampleMeans(MAIN, MONEY, "أجور الوردية الثانية", *usd(46000), state="committed"),
            ExampleMeans(MAIN, MONEY, "إصلاح الشاحنة الثالثة", *lbp(900000000), state="received"),
            ExampleMeans(OTHER_WAYS, STAFF, "سائقو فريق الطرق في الأشهر الهادئة", state="committed"),
            ExampleMeans(EXTERNAL, EQUIPMENT, "مركبتان لجمع النفايات سعة 8 م³", *usd(118000), "المدينة التوأم", state="requested", giver=BANK),
        ),
        group=0, assets=(TRUCKS, HOURS), targets=(4, 5),
        meets=((UNION, "ساعات إضافية مدفوعة، والعمال يضعون الورديات بأنفسهم"),),
    ),
    ExampleAction(
        "فواتير كاملة ورسوم عادلة", 1, date(2027, 1, 1), date(2028, 6, 30),
        FINANCE, "committed", "ملتزمة، وموظفان للتدريب",
        ((MARKET, "الدفع في الموعد"), (COUNCIL, "إعفاء الأسر الفقيرة")),
        "الرسوم تتبع الكلفة الفعلية", "قاعدة واحدة للجميع وإعفاء معلن",
        (
            ExampleMeans(MAIN, STAFF, "موظفان لمدة ثمانية عشر شهرًا", *usd(21600), state="committed"),
            ExampleMeans(EXTERNAL, SERVICE, "برنامج فوترة مع صيانة ثلاث سنوات", *usd(14500), giver=MINISTRY),
        ),
        assets=(BUSINESS,), targets=(3, 6),
    ),
    ExampleAction(
        "حاويات مقفلة عند المدارس والأسواق", 0, date(2027, 3, 1), date(2027, 8, 31),
        WORKS, "committed", "المواقع متوافرة؛ المطلوب عون في اختيار الحاويات",
        ((MARKET, "الحفاظ على نظافة المواقع"), (PARENTS, "الإبلاغ عن الأضرار")),
        "يمكن نقل الحاويات حين يضيق بها موقع", "الباعة والسكان يتشاركون موقعًا واحدًا",
        (
            ExampleMeans(MAIN, PREMISES, "مواقع مرصوفة لأربعين حاوية", *usd(6400), state="committed"),
            ExampleMeans(EXTERNAL, EQUIPMENT, "أربعون حاوية سعة 1,100 لتر", *usd(19200), state="pledged", giver=FUND),
        ),
        group=0, assets=(TRUCKS,), targets=(1,),
    ),
)  # fmt: skip
ACTION_GROUPS = (("بلدة تزداد نظافةً أمام العين", "تُظهر أسابيع النظافة سريعًا أن العمل يجدي، وتحفظه الجولات والحاويات"),)
OTHERS_OF_REGISTER = (
    ("البلدية، دائرة الأشغال", "servants"), ("الدائرة المالية", "servants"), ("المدارس الرسمية", "servants"),
    ("تجّار السوق القديم", "business"), ("مجلس الأهل", "community"), ("مصرف التنمية", "donor"),
    ("صندوق البيئة في المحافظة", "state"), ("برنامج الوزارة للمالية البلدية", "state"),
    ("المدينة التوأم", "town"),
)  # fmt: skip

STAKEHOLDERS = (
    ExampleStakeholder("مجموعة «مدينة نظيفة»", "society", "supporter", "تطالب منذ سنوات بجمع أفضل للنفايات", STRONG, SUPPORT, "experience"),
    ExampleStakeholder("المجلس المحلي", "officials", "supporter", "يريد الوفاء بوعده بشوارع نظيفة", STRONG, TRUCKS, "budget"),
    ExampleStakeholder("جمعية التجّار", "business", "supporter", "ترغب في مدينة أنظف", WEAK, BUSINESS, "network"),
    ExampleStakeholder("نقابة العمال", "union", "opponent", "سيضطرّ أعضاؤها إلى العمل ساعات أطول", STRONG, HOURS, "authority"),
    ExampleStakeholder("إمام المسجد القديم", "religious", "opponent", "يخشى أن تأخذ الشاحنات الجديدة مال ترميم المسجد", WEAK, OPINION, "opinion"),
)  # fmt: skip

SURVEY, TALKS = date(2028, 12, 31), date(2026, 10, 15)
TARGETS = (
    ExampleTarget(
        "مشاركة 200 من الشباب والشابات في أسابيع النظافة في السنة", STRATEGIC, "assets", SURVEY, 1,
        (ExampleIndicator("الشباب والشابات في أسابيع النظافة", "شخصًا", 60, 200, "year", "قوائم المشاركة", "مجموعة «مدينة نظيفة»", ("by_sex", "by_locality"), ((date(2027, 12, 31), 120),)),),
        step=2, consulted_on=TALKS,
    ),
    ExampleTarget(
        "تلبية الخدمة حاجات جميع الفئات", STRATEGIC, "service", SURVEY, 0,
        (
            ExampleIndicator("ذوو الاحتياجات الخاصة المستفيدون من الخدمة", "%", 35, 70, "year", "استطلاع السكان", "أمانة الخطة", ("by_sex", "by_age", "by_group")),
            ExampleIndicator("رأي ذوي الاحتياجات الخاصة في الحاويات والمواعيد", "", "الأدراج والأغطية الثقيلة تُبعد كثيرين", "إخراج النفايات من دون مساعدة", "year", "لقاءات في كل موقع", "مكتب الشؤون الاجتماعية", ("by_locality",)),
        ),
        seen_by="كبار السن ومستعملو الكراسي المتحركة يُخرجون نفاياتهم من دون مساعدة", step=0, consulted_on=TALKS,
    ),
    ExampleTarget(
        "عقد 5 شراكات من أجل الهدف والوفاء بها", STRATEGIC, "management", date(2027, 12, 31), 0,
        (ExampleIndicator("الاتفاقات المعمول بها مع الشركاء", "اتفاقات", 1, 5, "half", "اتفاقات موقّعة ومحاضر", "أمانة الخطة"),),
        consulted_on=TALKS,
    ),
    ExampleTarget(
        "تدريب 4 من موظفي البلدية على برنامج الفوترة واستعماله", OPERATIONAL, "assets", date(2027, 6, 30), 0,
        (ExampleIndicator("الموظفون الذين يُصدرون الفواتير بالبرنامج", "أشخاص", 0, 4, "quarter", "الشهادات وسجلّ البرنامج", "الدائرة المالية", ("by_sex",)),),
        step=1, consulted_on=TALKS,
    ),
    ExampleTarget(
        "جمع النفايات ثلاث مرات في الأسبوع من 70 % من المساكن", OPERATIONAL, "service", date(2027, 12, 31), 2,
        (ExampleIndicator("المساكن المخدومة ثلاث مرات في الأسبوع", "%", 45, 70, "quarter", "سجلّ الجولات", "دائرة الأشغال", ("by_locality",), ((date(2027, 6, 30), 55),)),),
        step=0, consulted_on=TALKS,
    ),
    ExampleTarget(
        "جمع النفايات ثلاث مرات في الأسبوع من 95 % من المساكن", OPERATIONAL, "service", date(2027, 12, 31), 2,
        (ExampleIndicator("المساكن المخدومة ثلاث مرات في الأسبوع", "%", 45, 95, "quarter", "سجلّ الجولات", "دائرة الأشغال", ("by_locality",), ((date(2027, 6, 30), 65),)),),
        step=0, consulted_on=TALKS, action=1, without=4,
    ),
    ExampleTarget(
        "تحصيل 80 % من الرسوم بفواتير تتبع الاستعمال الفعلي", OPERATIONAL, "management", date(2028, 6, 30), 0,
        (ExampleIndicator("الرسوم المدفوعة من الرسوم المفوترة", "%", 48, 80, "quarter", "دفاتر الدائرة المالية", "الدائرة المالية", ("by_locality",)),),
        step=1,
    ),
)  # fmt: skip

ACTIVITIES = (
    ExampleActivity("الاتفاق مع نقابة العمّال على خطة الورديات", "المجلس المحلي", 0, (("2026-11", 2),), 1),
    ExampleActivity("شراء مركبتين لجمع النفايات", "البلدية", 0, (("2026-11", 4),), 1),
    ExampleActivity("إصلاح الشاحنة الثالثة", "قسم الأشغال", 2, (("2026-12", 2),), 1),
    ExampleActivity("تدريب السائقين وعمّال التحميل", "قسم الأشغال", 2, (("2027-03", 1),), 1, (1,)),
    ExampleActivity("تسيير جولات مسائية في القرى البعيدة", "قسم الأشغال", 2, (("2027-04", 9),), 1, (0, 3)),
    ExampleActivity("اختيار برنامج الفوترة وتركيبه", "القسم المالي", 0, (("2027-01", 3),), 2),
    ExampleActivity("تدريب أربعة موظفين على الفوترة", "القسم المالي", 0, (("2027-04", 2),), 2, (5,)),
    ExampleActivity("إصدار أول فواتير كاملة", "القسم المالي", 0, (("2027-06", 1), ("2027-09", 1), ("2027-12", 1)), 2, (6,)),
    ExampleActivity("إقرار إعفاءات للأسر الفقيرة", "المجلس المحلي", 0, (("2027-04", 2),), 2),
    ExampleActivity("تبليط مواقع لأربعين حاوية", "قسم الأشغال", 2, (("2027-03", 3),), 3),
    ExampleActivity("وضع حاويات مغلقة عند المدارس والأسواق", "قسم الأشغال", 2, (("2027-05", 3),), 3, (9,)),
    ExampleActivity("أسابيع النظافة مع المدارس والمتاجر", "مجموعة المواطنين «مدينة نظيفة»", 1, (("2027-02", 3), ("2027-10", 2)), 0),
    ExampleActivity("استطلاع رأي الأسر من جديد", "أمانة الخطة", 0, (("2028-03", 2),), None, (4, 7)),
)  # fmt: skip

MEETINGS = (
    ExampleMeeting("sectors", "الأشغال والمالية والمدارس: ما الذي أُنجز وما الذي تأخّر؟", "two-monthly", date(2026, 11, 30), "10:00", "مبنى البلدية، القاعة الصغيرة", 0, (1, 3)),
    ExampleMeeting("groups", "السكان وذوو الاحتياجات الخاصة وأصحاب المتاجر: ما الذي يلاحظونه؟", "quarterly", date(2027, 1, 14), "17:00", "المدرسة الرسمية", 1, (0, 2, 4)),
    ExampleMeeting("briefing", "إطلاع الجهات المموِّلة والداعمة", "half-yearly", date(2027, 1, 31), "12:00", "مبنى البلدية", 0, (1, 2)),
)  # fmt: skip

ARABIC = Example(
    language="ar",
    slug="clean-city-ar",
    municipality="وادي ريحان",
    title="مدينة نظيفة وأماكن عامة جميلة",
    area="الخدمات العامة والبيئة",
    group="مجموعة العمل «مدينة نظيفة»",
    goal="البلدية خالية من النفايات والأوساخ، والأماكن العامة جذّابة",
    steps=(
        "تحسين جمع النفايات بشاحنات جديدة وزيادة ساعات عمل عمال الجمع",
        "تغطية كلفة الجمع بفواتير كاملة ورسوم تقدر كل أسرة على دفعها",
        "كسب المدارس والمتاجر والأسر للحفاظ على نظافة الشوارع والحدائق",
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
        ExampleConnection(1, 2, "أحد أعضاء المجلس كان من التجّار ومن أعضاء الجمعية"),
        ExampleConnection(3, 4, "رئيس النقابة يصلّي في مسجده بانتظام"),
    ),
    talks=(
        ExampleTalk(
            "union",
            "",
            "يقود شاحنة منذ عشرين سنة",
            3,
            "stance",
            "لم يسألنا أحد. لو دُفع بدل الساعات الإضافية لتحدّثنا.",
            "self",
        ),
        ExampleTalk(
            "business",
            "خبّاز في السوق القديم",
            "يعرف معظم أصحاب المتاجر",
            2,
            "interest",
            "المتاجر تريد شوارع نظيفة، لكنها لم تفكّر في من يدفع.",
            "others",
        ),
    ),
    people=(
        ExamplePerson("secretary", "أمانة وادي ريحان", "أمانة الخطة", "secretariat"),
        ExamplePerson("teacher", "هيئة التعليم، عضوية فريق العمل", "المدرسة الرسمية", "task-force"),
        ExamplePerson("shopowner", "متجر السوق القديم، عضوية مجموعة العمل", "متجر في السوق القديم", "working-group"),
    ),
    swot=SWOT,
    tree=TREE,
)
