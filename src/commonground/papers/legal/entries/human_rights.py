"""Rights under the Convention."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="human_rights",
    title="Human rights",
    statute="Human Rights Act 1998, section 6",
    text=(
        "The Human Rights Act 1998 makes it unlawful for a public authority to act in a way that is "
        "incompatible with a right under the European Convention on Human Rights. The right to life (Article "
        "2), the right to respect for private and family life (Article 8) and the prohibition of "
        "discrimination in the enjoyment of rights (Article 14) are those that this work touches most."
    ),
    jurisdiction="United Kingdom",
    source="Not read in a source",
    confidence="from background knowledge",
    order=70,
)
