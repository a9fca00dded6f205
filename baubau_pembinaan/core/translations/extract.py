"""Finds the messages of Python files (by their syntax tree) and of templates (by Django's own templatize)."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# function name -> positions of (context, singular, plural) among its arguments; None where it has none
_FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    name + lazy: places
    for name, places in {
        "gettext": (None, 0, None),
        "ngettext": (None, 0, 1),
        "pgettext": (0, 1, None),
        "npgettext": (0, 1, 2),
    }.items()
    for lazy in ("", "_lazy")
} | {"_": (None, 0, None), "gettext_noop": (None, 0, None)}


@dataclass(frozen=True, order=True)
class Message:
    """What a catalogue entry is known by."""

    msgid: str
    context: str = ""
    plural: str = ""


class NotOneText(ValueError):
    """A translation call whose argument is built from pieces, so no catalogue can hold it."""


def messages_in(file: Path, *, ours: bool = True) -> set[Message]:
    """The messages of one Python file or template.

    Raises NotOneText for `_(f"...")` and `_("..." % x)`; in other people's files such calls are passed over.
    """
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return set(_in_python(source, file, ours))
    return set(_in_template(source, file))


def extract(files: Iterable[Path], *, ours: bool = True) -> dict[Message, list[Path]]:
    """message -> the files that use it. The same words with and without a plural are one message, the plural one."""
    found: dict[Message, list[Path]] = {}
    for file in files:
        for message in messages_in(file, ours=ours):
            found.setdefault(message, []).append(file)
    for message in [message for message in found if message.plural]:
        found[message] += found.pop(Message(message.msgid, message.context), [])
    return found


def _in_python(source: str, file: Path, ours: bool) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source, filename=str(file))):
        if isinstance(node, ast.Call):
            message = _message_of(node, file, ours)
            if message and message.msgid:
                yield message


def _message_of(node: ast.Call, file: Path, ours: bool = True) -> Message | None:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name not in _FUNCTIONS:
        return None
    texts: list[str] = []
    for place in _FUNCTIONS[name]:
        if place is None:
            texts.append("")
            continue
        argument = node.args[place] if place < len(node.args) else None
        text = _constant(argument)
        if ours and text is None and isinstance(argument, ast.JoinedStr | ast.BinOp):
            raise NotOneText(f"{file}:{node.lineno}: {name}() needs one whole text, with named holes filled outside.")
        if text is None:
            return None  # a variable whose texts are marked elsewhere
        texts.append(text)
    context, msgid, plural = texts
    return Message(msgid, context, plural)


def _constant(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _constant(node.left), _constant(node.right)
        return None if left is None or right is None else left + right
    return None


def _in_template(source: str, file: Path) -> Iterator[Message]:
    # templatize leaves calls such as gettext('...') and turns everything else into X; parentheses around it all
    # make the tokenizer blind to indentation.
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(f"(\n{templatize(source, origin=str(file))}\n)").readline)
        if token.type not in (tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT)
    ]
    for index, token in enumerate(tokens):
        if token.type == tokenize.NAME and token.string in _FUNCTIONS and tokens[index + 1].string == "(":
            end = next(i for i in range(index, len(tokens)) if tokens[i].string == ")")
            call = ast.parse(" ".join(part.string for part in tokens[index : end + 1]), mode="eval").body
            message = _message_of(call, file) if isinstance(call, ast.Call) else None
            if message and message.msgid:
                yield message
