"""The field's rules, pure: standard library only, frozen values, Decimal; time enters as an argument."""
