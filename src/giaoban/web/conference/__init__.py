"""The conference desk: before, during and after the meeting, one file per noun."""
