"""Writes the marks of a class to files that course sites and people read.

- `request`: the options of one export, and the notes about it
- `formats`: choosing the writer of a format
- `grade_column`: points or the mark, for the one column of a course site
- `matching`: which row of a site's file belongs to which student
- `worksheet`: the CSV file that a site exported, with one column to fill
- `fill`: filling that column
- `feedback`: what a student reads about a graded submission
- `canvas`: Canvas's gradebook as CSV
- `moodle`: Moodle's offline grading worksheet
- `gradescope`: Gradescope's `results.json`
- `nbgrader`: the table of `nbgrader export`
- `csv_table`: all marks of a class as CSV
- `workbook`: all marks of a class as an Excel workbook
- `files`: writing an export to disk
"""

__all__ = [
    "canvas",
    "csv_table",
    "feedback",
    "files",
    "fill",
    "formats",
    "grade_column",
    "gradescope",
    "matching",
    "moodle",
    "nbgrader",
    "request",
    "workbook",
    "worksheet",
]
