"""Rules of validation: what is checked of a form and of a round, as dated data of a pack."""
