"""Runs this project on Gradescope and in otter-grader: the bundles, and the programs that grade each submission there.

- `targets`: which function makes the bundle of which site
- `site_grading`: grading one submission where a site runs this project
- `uploaded_files`: choosing the notebook among the uploaded files
- `gradescope_bundle`: the zip that Gradescope takes as an autograder
- `gradescope_run`: the program that Gradescope runs for each submission
- `otter_bundle`: the zip that otter takes as an autograder
- `otter_container`: the program that runs in otter's container
- `otter_plugin`: the plugin through which otter grades
- `otter_source`: finding the lab when otter grades
- `otter_verdict`: grading one submission for otter
- `otter_results`: verdicts in otter's own results
"""

__all__ = [
    "gradescope_bundle",
    "gradescope_run",
    "otter_bundle",
    "otter_container",
    "otter_plugin",
    "otter_results",
    "otter_source",
    "otter_verdict",
    "site_grading",
    "targets",
    "uploaded_files",
]
