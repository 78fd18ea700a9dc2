"""Policies to programs: the same plan of steps as Python functions and as SQL."""

from kefen.compiling.plan import Plan, plan_policy
from kefen.compiling.program import Program, compile_policy

__all__ = ["Plan", "Program", "compile_policy", "plan_policy"]
