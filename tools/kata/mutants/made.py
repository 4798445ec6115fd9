"""Machine-made mutants of a reference: one small change each, of the kind that a slip of the hand makes.

Only what a learner writes is changed: the code between `# BEGIN SOLUTION` and `# END SOLUTION`. What an error
says is left alone, and so are docstrings, annotations and signatures.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
Place = tuple[tuple[str, int | None], ...]  # the way to a node: field, and position where the field is a list


@dataclass(frozen=True)
class Mutant:
    """`was` and `now`: the changed statement, before and after. `source`: the whole definition, to put in its place."""

    task: str
    line: int
    was: str
    now: str
    source: str


OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
TURNED = (ast.Sub, ast.Div, ast.MatMult)  # whose two sides are not the same
COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
# Functions and methods that are taken for one another.
TAKEN_FOR = {
    "mean": "sum",
    "sum": "mean",
    "min": "max",
    "max": "min",
    "argmin": "argmax",
    "argmax": "argmin",
    "minimum": "maximum",
    "maximum": "minimum",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "zeros": "ones",
    "ones": "zeros",
    "exp": "log",
    "log": "exp",
    "vstack": "hstack",
    "hstack": "vstack",
    "train": "eval",
    "eval": "train",
}
FUNCTIONS = {"sum": "max"}  # of Python itself, where the other name would be none
NOT_OF_PYTHON = {"mean", "argmin", "argmax", "minimum", "maximum", "floor", "ceil", "zeros", "ones", "exp", "log"}
# Calls that may be forgotten: f(x) and x.f() become x. Not int, float and asarray: a fair test takes a NumPy number for
# a number, and hands over what the docstring promises.
FORGOTTEN = {"abs", "sorted", "reversed", "set", "list", "tuple", "round", "str", "copy", "deepcopy"}
FORGOTTEN |= {"clone", "detach", "lower", "upper", "strip", "item", "tolist", "flatten", "resolve", "ravel"}


def mutants_of(source: str, tasks: list[str]) -> list[Mutant]:
    """Every mutant of a reference's text, each with the task (one of `tasks`) that it belongs to."""
    tree = ast.parse(source)
    inside = _lines_of_solutions(source)
    owners = _owners(tree, tasks)
    found: dict[str, Mutant] = {}
    for top in tree.body:
        if isinstance(top, ast.Import | ast.ImportFrom) or not _names(top):
            continue
        for place, changed in _changes(top):
            line = getattr(_at(top, place), "lineno", 0) or _line_above(top, place)
            if line not in inside:
                continue
            mutated = _with(top, place, changed)
            text = ast.unparse(ast.fix_missing_locations(mutated))
            was = _statement(top, place)
            now = _left_over(changed, _at(top, place)) if isinstance(changed, list) else _statement(mutated, place)
            if was != now:
                found.setdefault(text, Mutant(owners[_names(top)[0]], line, was, now, text))
    return list(found.values())


def _lines_of_solutions(source: str) -> set[int]:
    inside, open_ = set(), False
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip() in (BEGIN, END):
            open_ = line.strip() == BEGIN
        elif open_:
            inside.add(number)
    return inside


def _names(top: ast.stmt) -> list[str]:
    """What a statement of a module defines."""
    if isinstance(top, ast.FunctionDef | ast.ClassDef):
        return [top.name]
    targets = top.targets if isinstance(top, ast.Assign) else [top.target] if isinstance(top, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _owners(tree: ast.Module, tasks: list[str]) -> dict[str, str]:
    """Every name that a module defines → the first task that uses it, itself or through others."""
    uses = {
        name: {node.id for node in ast.walk(top) if isinstance(node, ast.Name)}
        for top in tree.body
        for name in _names(top)
    }
    owners: dict[str, str] = {}
    for task in tasks:
        waiting = [task]
        while waiting:
            name = waiting.pop()
            if name in uses and name not in owners and (name == task or name not in tasks):
                owners[name] = task
                waiting += uses[name]
    return {name: owners.get(name, tasks[0]) for name in uses}


# --- the tree, and the ways through it ------------------------------------------------------------------------


def _changes(top: ast.stmt) -> Iterator[tuple[Place, ast.AST | list[ast.stmt]]]:
    """Every place in a definition with what could stand there instead."""
    for place, node in _walk(top, ()):
        for instead in _instead(node, place):
            yield place, instead


def _walk(node: ast.AST, place: Place) -> Iterator[tuple[Place, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "args") and _is_signature(node, name):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            in_text = isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)
            if isinstance(child, ast.AST) and not in_text and not _is_mere_words(child):
                here = (*place, (name, index))
                yield here, child
                yield from _walk(child, here)


def _is_signature(node: ast.AST, name: str) -> bool:
    return name != "args" or isinstance(node, ast.FunctionDef)


def _is_mere_words(node: ast.AST) -> bool:
    """Docstrings, what an error says, and `zip(…, strict=True)`, which only guards what the docstring promises."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    is_guard = isinstance(node, ast.keyword) and node.arg == "strict"
    return is_text or is_guard or isinstance(node, ast.Raise | ast.expr_context)


def _at(top: ast.AST, place: Place) -> ast.AST:
    found: ast.AST = top
    for name, index in place:
        value = getattr(found, name)
        found = value if index is None else value[index]
    return found


def _with(top: ast.stmt, place: Place, instead: ast.AST | list[ast.stmt]) -> ast.stmt:
    """A copy of `top` with something else at one place."""
    mutated = copy.deepcopy(top)
    parent = _at(mutated, place[:-1])
    name, index = place[-1]
    if index is None:
        setattr(parent, name, instead)
        return mutated
    siblings: list[ast.AST] = getattr(parent, name)
    siblings[index : index + 1] = instead if isinstance(instead, list) else [instead]
    if not siblings and name in ("body", "handlers", "finalbody"):
        siblings.append(ast.Pass())
    return mutated


def _line_above(top: ast.AST, place: Place) -> int:
    """The line of the nearest node around a place that has one: an operator has none."""
    return next((line for end in range(len(place), -1, -1) if (line := getattr(_at(top, place[:end]), "lineno", 0))), 0)


def _statement(top: ast.AST, place: Place) -> str:
    """The statement around a place, in one line; of a compound one its head."""
    nodes = [_at(top, place[:end]) for end in range(len(place), -1, -1)]
    statement = next(node for node in nodes if isinstance(node, ast.stmt | ast.ExceptHandler))
    text = ast.unparse(statement)
    if isinstance(statement, ast.If | ast.For | ast.While | ast.With | ast.FunctionDef | ast.ClassDef | ast.Try):
        text = text.partition("\n")[0]
    return re.sub(r"\s+", " ", text)


def _left_over(statements: list[ast.stmt], of: ast.AST) -> str:
    """What became of a statement that was taken out, or of which only a part was left."""
    part = "else" if isinstance(of, ast.If) else "body"
    return f"(only its {part})" if statements else "(removed)"


# --- what could stand there instead ----------------------------------------------------------------------------


def _instead(node: ast.AST, place: Place) -> Iterator[ast.AST | list[ast.stmt]]:
    if isinstance(node, ast.stmt):
        yield from _instead_of_statement(node)
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            if type(op) in OPERATORS:
                yield ast.BinOp(left, OPERATORS[type(op)](), right)
            if isinstance(op, TURNED):
                yield ast.BinOp(right, op, left)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in OPERATORS:
            yield ast.AugAssign(target, OPERATORS[type(op)](), value)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for other in COMPARISONS[type(op)]:
                yield ast.Compare(left, [other()], [right])
        case ast.Compare(left=left, ops=ops, comparators=parts):  # 0 <= x < 1
            for number, op in enumerate(ops):
                for other in COMPARISONS[type(op)]:
                    yield ast.Compare(left, [*ops[:number], other(), *ops[number + 1 :]], parts)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for number in range(len(values)):
                left_over = values[:number] + values[number + 1 :]
                yield left_over[0] if len(left_over) == 1 else ast.BoolOp(op, left_over)
        case ast.UnaryOp(op=ast.Not(), operand=operand) | ast.UnaryOp(op=ast.Invert(), operand=operand):
            yield operand
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            yield ast.Constant(1 - number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=value) if place[-1][0] != "operand":
            yield from _other_constants(value)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Call():
            yield from _other_calls(node)
        case ast.Slice(lower=lower, upper=upper, step=step):
            if lower is not None:
                yield ast.Slice(None, upper, step)
            if upper is not None:
                yield ast.Slice(lower, None, step)
            if step is not None:
                yield ast.Slice(lower, upper, None)
        case ast.comprehension(target=target, iter=iterable, ifs=filters, is_async=is_async):
            for number in range(len(filters)):
                yield ast.comprehension(target, iterable, filters[:number] + filters[number + 1 :], is_async)


def _instead_of_statement(node: ast.stmt) -> Iterator[ast.AST | list[ast.stmt]]:
    match node:
        case ast.Expr() | ast.AugAssign() | ast.Delete():
            yield []
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield []
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            if any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(value)):
                yield []  # x = f(x): left out, x is what it was
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
            yield orelse
        case ast.While(test=test, body=body, orelse=orelse):
            yield ast.While(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.For(body=body):
            yield []
        case ast.With(items=items, body=body) if all(item.optional_vars is None for item in items):
            yield body
        case ast.Try(body=body, finalbody=last):
            yield [*body, *last]
        case ast.Break():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()


def _other_constants(value: object) -> Iterator[ast.AST]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int():
            yield ast.Constant(value + 1)
            if value > 0:
                yield ast.Constant(value - 1)
        case float():
            yield ast.Constant(value * 2 or 1.0)
        case str():
            yield ast.Constant(value + "X")


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    function, arguments, keywords = node.func, node.args, node.keywords
    for number, keyword in enumerate(keywords):
        if keyword.arg not in (None, "strict"):
            yield ast.Call(function, arguments, keywords[:number] + keywords[number + 1 :])
    if isinstance(function, ast.Attribute):
        if function.attr in TAKEN_FOR:
            yield ast.Call(ast.Attribute(function.value, TAKEN_FOR[function.attr], ast.Load()), arguments, keywords)
        if function.attr in FORGOTTEN and not arguments:
            yield function.value
        elif function.attr in FORGOTTEN and len(arguments) == 1 and isinstance(function.value, ast.Name):
            yield arguments[0]
    if isinstance(function, ast.Name):
        other = FUNCTIONS.get(function.id) or TAKEN_FOR.get(function.id, "")
        if other and function.id not in NOT_OF_PYTHON:
            yield ast.Call(ast.Name(other, ast.Load()), arguments, keywords)
        if function.id in FORGOTTEN and len(arguments) == 1:
            yield arguments[0]
