"""How a round is conducted: who may do what, in which phase."""
