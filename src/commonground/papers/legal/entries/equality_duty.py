"""The public sector equality duty."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="equality_duty",
    title="The public sector equality duty",
    statute="Equality Act 2010, section 149",
    text=(
        "Section 149 of the Equality Act 2010 (the public sector equality duty) requires the Council, when it "
        "exercises its functions, to have due regard to the need to eliminate discrimination, harassment, "
        "victimisation and other conduct that the Act prohibits; to advance equality of opportunity between "
        "people who share a protected characteristic and people who do not; and to foster good relations "
        "between them. The protected characteristics are age, disability, gender reassignment, marriage and "
        "civil partnership, pregnancy and maternity, race, religion or belief, sex and sexual orientation; "
        "for marriage and civil partnership the duty is limited to eliminating discrimination."
    ),
    jurisdiction="England, Wales and Scotland",
    source="Two councils’ and a charity’s pages about the duty; the statute itself was not read",
    confidence="from background knowledge",
    order=40,
)
