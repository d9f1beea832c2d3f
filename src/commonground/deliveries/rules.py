"""Who may send and withdraw files."""

from commonground.partnership.rule import Rule, all_but, only_to

SEE_DATA = Rule(
    "see_data", "see which data are loaded, how fresh they are, what was rejected and their licences",
    all_but("administrator"),
)  # fmt: skip
SEND_FILES = Rule("send_files", "send files of data, check what was read of them and load them", only_to("analyst"))
WITHDRAW_EDITION = Rule(
    "withdraw_edition", "take an edition that their partnership loaded off its shelf, with a reason", only_to("analyst")
)
