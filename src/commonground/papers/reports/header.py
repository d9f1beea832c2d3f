"""What stands at the head of committee papers, and the class that decides who may read them."""

from commonground.papers.reports.kind import Question

COMMITTEE = Question(key="committee", label="Committee or board", hint="As on its agenda.", short=True)
KEY_DECISION = Question(key="key_decision", label="Key decision", choices=("No", "Yes"), first="No")
ITEM = Question(key="item", label="Item number", short=True, optional=True)
WARD = Question(key="ward", label="Ward", hint="“All”, or the wards it is about.", short=True, first="All")
CONTRIBUTORS = Question(
    key="contributors", label="Contributors", hint="Posts rather than names, such as Head of Public Safety.", short=True
)
CONTACT = Question(
    key="contact", label="Contact",
    hint="Whom to ask about this report: a post with a telephone number or address that is public anyway.", short=True,
)  # fmt: skip

PAPER = (COMMITTEE, KEY_DECISION, ITEM, WARD, CONTRIBUTORS)
