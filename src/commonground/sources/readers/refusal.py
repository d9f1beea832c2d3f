"""What is said when a file cannot be taken."""


class Refusal(Exception):
    """One clear sentence: what is wrong, where, and what to do. Nothing of the file has been loaded."""

    def __init__(self, file: str, sentence: str) -> None:
        super().__init__(f"{file}: {sentence}")
        self.file = file
        self.sentence = sentence
