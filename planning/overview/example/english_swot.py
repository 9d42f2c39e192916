# ruff: noqa: E501  (one line an entry)
"""The SWOT and the problem tree of the English example."""

from .content import ExampleEntry, ExampleNode

SWOT = (
    ExampleEntry("strength", "government", "A licensed landfill site with room for fifteen years is ready", ("works", 0)),
    ExampleEntry("strength", "servants", "Families with little income get help with their fees, so that nobody has to be left out", ("works", 1)),
    ExampleEntry("strength", "society", "The citizen group has led two campaigns and can call volunteers", ("can-move", 0), released=True),
    ExampleEntry("separate", "union", "Drivers and loaders want overtime to be paid, and a say in the shift plan", ("wants", 3)),
    ExampleEntry("separate", "religious", "The old mosque has waited long for its renovation and fears for the money", ("wants", 4)),
    ExampleEntry("separate", "business", "Shops want their bins emptied before they open"),
    ExampleEntry("weakness", "servants", "Three trucks, two of them old: the outer villages are served once a week", ("short", 3)),
    ExampleEntry("weakness", "servants", "One household in three gets no bill, so there is no money for a second shift", ("short", 2)),
    ExampleEntry("weakness", "society", "Nobody talks with the neighbours about litter at present", ("missing", 5)),
    ExampleEntry("opportunity", "state", "The environment fund of the province takes applications every spring"),
    ExampleEntry("opportunity", "donor", "The twin city gives away trucks that it no longer needs"),
    ExampleEntry("common", "all", "Council, shops and citizens all want streets that stay clean, whoever governs", ("shared", 0), released=True),
    ExampleEntry("threat", "state", "Fuel may become dearer before the new trucks pay off"),
    ExampleEntry("threat", "town", "The neighbour town may need its sorting plant for itself"),
)  # fmt: skip

TREE = ExampleNode(
    "Waste lies in the streets for days", "Streets are free of waste every day",
    effects=(
        ExampleNode("Rats and flies come near the schools", "Schools are free of pests", effects=(
            ExampleNode("Children fall ill more often", "Children stay healthy"),
        )),
        ExampleNode("People give up keeping their street clean", "People look after their street together"),
    ),
    causes=(
        ExampleNode("Waste is collected too seldom", "Every street is served three times a week", causes=(
            ExampleNode("The trucks are too few and too old", "The trucks are enough and in good order", entry=6),
            ExampleNode("Nobody works in the evening", "An evening shift works, on terms that the workers agreed to"),
        )),
        ExampleNode("There is not enough money for the service", "Fees cover the cost of the service", causes=(
            ExampleNode("One household in three gets no bill", "Every household gets its bill", entry=7),
        )),
        ExampleNode("People put their waste out at any hour", ""),
    ),
)  # fmt: skip
