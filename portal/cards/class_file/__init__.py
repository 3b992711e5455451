"""A class as a school sends it, CSV or Excel: good rows, and what is wrong with the others."""

from portal.cards.class_file.columns import Column
from portal.cards.class_file.problems import ClassFileRefused, Problem, Trouble, Why
from portal.cards.class_file.reading import ClassFile, read_class
from portal.cards.class_file.rows import ClassRow
from portal.cards.class_file.template import csv_template, xlsx_template
from portal.cards.class_file.typed import as_text, read_typed

__all__ = [
    "ClassFile",
    "ClassFileRefused",
    "ClassRow",
    "Column",
    "Problem",
    "Trouble",
    "Why",
    "as_text",
    "csv_template",
    "read_class",
    "read_typed",
    "xlsx_template",
]
