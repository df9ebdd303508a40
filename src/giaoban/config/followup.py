"""Addresses of what follows a conference: petitions, tasks, directives, inspections, and the desk."""

from django.urls import URLPattern

_PETITIONS: list[URLPattern] = []
_TASKS: list[URLPattern] = []
_DIRECTIVES: list[URLPattern] = []
_INSPECTIONS: list[URLPattern] = []
_DESK: list[URLPattern] = []
FOLLOWUP = [*_PETITIONS, *_TASKS, *_DIRECTIVES, *_INSPECTIONS, *_DESK]
