# ruff: noqa: E501  (one line an entry)
"""The SWOT and the problem tree of the Arabic example."""

from .content import ExampleEntry, ExampleNode

SWOT = (
    ExampleEntry("strength", "government", "موقع مطمر مرخّص وجاهز يتّسع لخمس عشرة سنة", ("works", 0)),
    ExampleEntry("strength", "servants", "الأسر ذات الدخل المحدود تُعان على دفع الرسوم، فلا يُستثنى أحد", ("works", 1)),
    ExampleEntry("strength", "society", "قادت مجموعة المواطنين حملتين وتستطيع دعوة متطوّعين", ("can-move", 0), released=True),
    ExampleEntry("separate", "union", "السائقون وعمال التحميل يريدون بدلًا عن الساعات الإضافية ورأيًا في جدول الورديات", ("wants", 3)),
    ExampleEntry("separate", "religious", "المسجد القديم ينتظر ترميمه منذ زمن ويُخشى على المال المخصّص له", ("wants", 4)),
    ExampleEntry("separate", "business", "المتاجر تريد إفراغ حاوياتها قبل أن تفتح أبوابها"),
    ExampleEntry("weakness", "servants", "ثلاث شاحنات، اثنتان منها قديمتان: القرى الطرفية تُخدم مرة في الأسبوع", ("short", 3)),
    ExampleEntry("weakness", "servants", "ثلث المساكن لا تصله فاتورة، فلا مال لوردية ثانية", ("short", 2)),
    ExampleEntry("weakness", "society", "لا أحد يحدّث الجيران عن رمي النفايات في الوقت الحاضر", ("missing", 5)),
    ExampleEntry("opportunity", "state", "صندوق البيئة في المحافظة يستقبل الطلبات كل ربيع"),
    ExampleEntry("opportunity", "donor", "المدينة التوأم تهب الشاحنات التي لم تعد تحتاج إليها"),
    ExampleEntry("common", "all", "المجلس والمتاجر والمواطنون يريدون جميعًا شوارع تبقى نظيفة أيًّا كان من يدير البلدية", ("shared", 0), released=True),
    ExampleEntry("threat", "state", "قد يرتفع سعر الوقود قبل أن تؤتي الشاحنات الجديدة ثمارها"),
    ExampleEntry("threat", "town", "قد تحتاج البلدة المجاورة إلى معمل الفرز لنفسها"),
)  # fmt: skip

TREE = ExampleNode(
    "تبقى النفايات في الشوارع أيامًا", "الشوارع خالية من النفايات كل يوم",
    effects=(
        ExampleNode("تقترب الجرذان والذباب من المدارس", "المدارس خالية من الآفات", effects=(
            ExampleNode("يمرض الأطفال أكثر", "يبقى الأطفال بصحة جيدة"),
        )),
        ExampleNode("يكفّ الناس عن تنظيف شوارعهم", "يعتني الناس بشوارعهم معًا"),
    ),
    causes=(
        ExampleNode("تُجمع النفايات في فترات متباعدة", "يُخدم كل شارع ثلاث مرات في الأسبوع", causes=(
            ExampleNode("الشاحنات قليلة وقديمة", "الشاحنات كافية وبحالة جيدة", entry=6),
            ExampleNode("لا عمل في المساء", "تعمل وردية مسائية بشروط وافق عليها العمال"),
        )),
        ExampleNode("المال لا يكفي للخدمة", "الرسوم تغطّي كلفة الخدمة", causes=(
            ExampleNode("ثلث المساكن لا تصله فاتورة", "تصل الفاتورة إلى كل مسكن", entry=7),
        )),
        ExampleNode("يُخرج الناس نفاياتهم في أي ساعة", ""),
    ),
)  # fmt: skip
