"""The centre's desk: rounds and their stages, the working calendar; what its people read and decide."""
