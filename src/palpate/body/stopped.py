"""The error that stops a bake: apart from everything else, as whoever calls for a bake may have no mesh."""


class BakeError(Exception):
    """A body that cannot be made: the message says what is in the way, `remedy` what to do about it."""

    def __init__(self, message: str, remedy: str = "Mend that record or landmark.") -> None:
        super().__init__(message, remedy)  # both, so that the error passes from one process to another
        self.remedy = remedy

    def __str__(self) -> str:
        return self.args[0]

    def told(self) -> str:
        """The error as a person reads it in a terminal."""
        return f"The body cannot be made: {self}.\n{self.remedy}\nWhat was built before is left as it was."
