"""Letters that call to a conference: calendar programs read them, new ones replace, and none comes twice."""
