"""Petitions: by which way they come, whose business they are, where they stand, and how they are answered."""

from typing import Literal, get_args

#: How a petition came: before a conference, in its course, after it, or with a report.
Channel = Literal["before", "during", "after", "report"]
#: Whose business it is: the centre's, the unit's own level's, or somebody else's.
Competence = Literal["centre", "province", "other"]
#: `lodged` it waits to be assigned · `assigned` a body has it · `answered` the petitioner is to say whether
#: that settles it · `accepted` it is closed · `withdrawn` by the unit · `split` its parts go on in its place.
Stage = Literal["lodged", "assigned", "answered", "accepted", "withdrawn", "split"]
#: How it is answered: settled · in progress, with the day by which it will be · explained · out of remit ·
#: forwarded to the body that is named.
Class = Literal["settled", "in_progress", "explained", "out_of_remit", "forwarded"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
COMPETENCES: tuple[Competence, ...] = get_args(Competence)
STAGES: tuple[Stage, ...] = get_args(Stage)
CLASSES: tuple[Class, ...] = get_args(Class)
#: The stages in which somebody still has to do something.
OPEN: tuple[Stage, ...] = ("lodged", "assigned", "answered")
