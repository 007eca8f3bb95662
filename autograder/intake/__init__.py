"""Reads submissions from folders, archives and exports of course sites, without trusting them.

- `collect`: all submissions behind some paths
- `walk`: opening folders and archives
- `archive`: unpacking zips, and how far they may expand
- `tree`: the files as folders in folders
- `file`: one file of that tree
- `filetypes`: what a file is, by its name and first bytes
- `filenames`: the names of files in an archive, and the marks that systems put on the name of a copy
- `layout`: which files belong to which student
- `owner_names`: what the name of a folder or file says about its owner
- `site_exports`: the layouts of Moodle's, Canvas's and nbgrader's exports
- `dated_exports`: those of Brightspace, Blackboard and Sakai
- `classroom_exports`: those of GitHub Classroom and Google Classroom
- `gradescope_export`: the layout of Gradescope's export
- `student_files`: all files of one student
- `own_files`: the files beside a notebook that it may use
- `reading`: a submitted file read once, to a notebook and its author
- `candidates`: notebooks and scripts that may be what is to be graded
- `versions`: choosing the one that is graded
- `scripts`: turning a Python script into a notebook
- `entry`: one submission as it came in
"""

__all__ = [
    "archive",
    "candidates",
    "classroom_exports",
    "collect",
    "dated_exports",
    "entry",
    "file",
    "filenames",
    "filetypes",
    "gradescope_export",
    "layout",
    "own_files",
    "owner_names",
    "reading",
    "scripts",
    "site_exports",
    "student_files",
    "tree",
    "versions",
    "walk",
]
