"""A clear no, in words for the person in front of it: what every floor raises when it changed nothing."""


class Refused(Exception):
    """Nothing was changed; `sentence` says why, in the reader's language, and `status` how HTTP calls it."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unreadable(Refused):
    """What was typed is no price, no quantity, no hour; the sentence says what to type."""
