"""Processes that do the grader's own work on what students handed in, and what they may spend on one submission.

- `pool` does a piece of work for each of many tasks in several processes: `Workers`, `LastingWorker`, `finished`.
- `limits` bounds the time and the memory of one step of that work: `limited`, `WorkLimits`.
"""

__all__ = ["limits", "pool"]
