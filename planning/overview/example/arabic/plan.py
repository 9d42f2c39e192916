"""The example plan in Arabic: the same content as the English one."""

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
    ExampleLocality("السوق القديم", "quarter", *POINTS[0], OUTLINES[0]),
    ExampleLocality("الحيّ الفوقاني", "quarter", *POINTS[1], OUTLINES[1]),
    ExampleLocality("عين الجوز", "village", *POINTS[2]),
    ExampleLocality("دير سليم", "village", *POINTS[3]),
    ExampleLocality("حديقة النهر", "site", *POINTS[4]),
)

ASSETS = (
    ExampleAsset("موقع مناسب لمطمر", "natural", 1, "موقع", "4 هكتارات", "مرخّص ومسيّج منذ عام 2024", 3, "البلدية"),
    ExampleAsset(
        "دعم الأسر ذات الدخل المحدود", "social", 210, "أسرة", "", "يُصرف كل ثلاثة أشهر", None, "مكتب الشؤون الاجتماعية"
    ),
    ExampleAsset("نظام فوترة فعّال", "human", None, "", "", "ثلث المساكن لا تصله فاتورة", None, "الدائرة المالية"),
    ExampleAsset(
        "مركبات جمع النفايات",
        "built",
        3,
        "شاحنات",
        "8 م³ لكل منها",
        "اثنتان منها أقدم من خمس عشرة سنة",
        0,
        "دائرة الأشغال",
    ),
    ExampleAsset("استعداد المشتركين لدفع بدل الخدمات", "social", None, "", "", "جيد في الوسط وضعيف في القرى"),
    ExampleAsset(
        "حملات المجتمع المدني لوقف رمي النفايات", "social", None, "", "", "لا حملات حاليًا", None, "مجموعة «مدينة نظيفة»"
    ),
    ExampleAsset("حاويات الفرز", "built", 0, "حاوية", "240 لترًا"),
    ExampleAsset("حاويات أكبر لا تدخلها القوارض", "built", 0, "حاوية", "1,100 لتر"),
    ExampleAsset("منشأة لإعادة التدوير", "built"),
    ExampleAsset("نظام لتتبّع استعمال الحاويات", "human"),
    ExampleAsset(
        "سلال المهملات (العدد والحجم والتصميم)", "built", 140, "سلة", "120 لترًا", "ثلثها بلا غطاء", 1, "دائرة الأشغال"
    ),
    ExampleAsset("مركبات جمع المواد المفروزة (العدد والحجم)", "built", 0, "شاحنات"),
    ExampleAsset("عدد العاملين وتوزيعهم على الدوائر", "human", 22, "شخصًا", "", "وظيفتان شاغرتان", 0, "البلدية"),
    ExampleAsset(
        "المهارات الملائمة لدى العاملين",
        "human",
        9,
        "أشخاص",
        "",
        "تدريب السائقين تمّ، وتدريب عمال التحميل لم يتمّ",
        None,
        "دائرة الأشغال",
    ),
    ExampleAsset(
        "الحماية الصحية الملائمة للعاملين",
        "human",
        None,
        "",
        "",
        "القفازات متوافرة واللقاحات غائبة",
        None,
        "دائرة الأشغال",
    ),
    ExampleAsset(
        "الحماية الصحية للسكان (الحدّ من الحشرات والقوارض)",
        "human",
        None,
        "",
        "",
        "رشّ مرتين في السنة",
        4,
        "المكتب الصحي",
    ),
    ExampleAsset("الخبرة في إعداد عقود الخدمات الملزَّمة", "human", 1, "محامٍ", "", "عقد واحد حتى الآن", None, "البلدية"),
    ExampleAsset("استعداد المشتركين لاتباع إرشادات الجمع والفرز", "social", None, "", "", "", 2),
    ExampleAsset("تحسين العلاقة مع المشتركين", "social", None, "", "", "خط هاتفي قبل الظهر فقط", 0, "الأمانة"),
    ExampleAsset("تأييد الناس لمدينة نظيفة (حملة وقف رمي النفايات)", "social"),
    ExampleAsset("تأييد أوساط الأعمال لمدينة نظيفة", "social"),
    ExampleAsset("ساعات عمل أطول لعمال الجمع", "human"),
    ExampleAsset("الرأي العام في الشؤون المحلية", "social"),
    ExampleAsset(
        "أرصفة شوارع المدارس", "built", 2400, "م", "عرضها 0.9 م", "ضيّقة، والسيارات تقف عليها", 0, "دائرة الأشغال"
    ),
    ExampleAsset("ممرات المشاة المخطّطة عند المدارس", "built", 3, "ممرات", "", "اثنان منها ممحوّان", 1, "دائرة الأشغال"),
    ExampleAsset("مصابيح الدروب الآتية من القرى", "built", 18, "مصباحًا", "", "نصفها مطفأ", 3, "دائرة الأشغال"),
    ExampleAsset(
        "أهل وتلاميذ كبار يسيرون مع الأطفال", "social", 25, "شخصًا", "", "في الحيّ الفوقاني فقط", 1, "مجلس الأهل"
    ),
    ExampleAsset(
        "التزام السائقين السرعة المنخفضة قرب المدارس",
        "social",
        None,
        "",
        "",
        "قيست مرتين: أربعة من كل خمسة يسرعون",
        None,
        "مخفر السير",
    ),
    ExampleAsset(
        "دروس السير في المدرسة", "human", 4, "معلّمين ومعلّمات", "", "كل خريف منذ عام 2022", None, "المدارس الرسمية"
    ),
    ExampleAsset("حافلة مدرسية", "built", 0, "حافلة"),
)

STAKEHOLDERS = (
    ExampleStakeholder("مجموعة «مدينة نظيفة»", "society"),
    ExampleStakeholder("المجلس المحلي", "officials"),
    ExampleStakeholder("جمعية التجّار", "business"),
    ExampleStakeholder("نقابة العمال", "union"),
    ExampleStakeholder("إمام المسجد القديم", "religious"),
    ExampleStakeholder("البلدية، دائرة الأشغال", "servants"),
    ExampleStakeholder("الدائرة المالية", "servants"),
    ExampleStakeholder("المدارس الرسمية", "servants"),
    ExampleStakeholder("تجّار السوق القديم", "business"),
    ExampleStakeholder("مجلس الأهل", "community"),
    ExampleStakeholder("مصرف التنمية", "donor"),
    ExampleStakeholder("صندوق البيئة في المحافظة", "state"),
    ExampleStakeholder("برنامج الوزارة للمالية البلدية", "state"),
    ExampleStakeholder("المدينة التوأم", "town"),
    ExampleStakeholder("جمعية سائقي الحافلات الصغيرة", "business", "أربعون سائقًا على الخطوط بين القرى والسوق"),
    ExampleStakeholder(
        "أسر الأطفال ذوي الإعاقة", "community", "ستّ وعشرون أسرة تلتقي في مكتب الشؤون الاجتماعية", vulnerable=True
    ),
    ExampleStakeholder("مخفر السير", "state", "عنصران في الخدمة حتى بعد الظهر"),
    ExampleStakeholder("برنامج الوزارة للطرق الآمنة", "state", "يستقبل الطلبات في الربيع والخريف"),
    ExampleStakeholder("نادي شباب الحيّ الفوقاني", "society", "يدير قاعات الدراسة ومشغل الدراجات"),
)

ARABIC = Example(
    language="ar",
    slug="clean-city-ar",
    municipality="وادي ريحان",
    title="مدينة نظيفة وطرق آمنة إلى المدرسة",
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
        ExamplePerson("secretary", "أمانة وادي ريحان", "أمانة الخطة", "secretariat"),
        ExamplePerson("teacher", "هيئة التعليم، عضوية فريق العمل", "المدرسة الرسمية", "task-force"),
        ExamplePerson("shopowner", "متجر السوق القديم، عضوية مجموعة العمل", "متجر في السوق القديم", "working-group"),
    ),
    goals=(CLEAN_CITY, WAY_TO_SCHOOL),
)
