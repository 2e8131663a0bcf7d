"""What a search finds runs by, as conditions for the database: words, settings, tags, owners."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from mnist_core.config import RunConfig
from mnist_core.store.json_column import json_text
from mnist_core.store.tables import PersonRow, RunRow
from mnist_core.store.tags import tags_as_text
from mnist_core.store.text_column import TextColumn

# As ``Run.word`` has it: a trial that its sweep ended is found, and sorted, as pruned.
STATE_WORD: ColumnElement[str] = case(
    (and_(RunRow.pruned, RunRow.state == "stopped"), "pruned"), else_=RunRow.state
)


def has_word(word: str) -> ColumnElement[bool]:
    """Find a word in a run's texts, tags or owner, a setting ("optimizer=sgd"), or a tag ("tag=a").

    Args:
        word: in small letters.
    """
    setting = re.fullmatch(r"(\w+)[=:](.+)", word)
    if setting is None:
        return _in_texts(word)
    key, value = setting.groups()
    if key == "tag":
        return _in_tags(f'%"{each}"%' for each in _in_json(value))
    spellings = _spellings(value)
    found = or_(*(_has_setting(_escaped(key), _escaped(each)) for each in spellings))
    return or_(found, _lacks(key)) if _default(key) in spellings else found


def has_tag(tag: str) -> ColumnElement[bool]:
    """Find the runs that have exactly this tag."""
    # SQLite's LIKE takes "Old" for "old".
    return func.replace(tags_as_text, json_text(tag), "") != tags_as_text


def _has_setting(key: str, value: str) -> ColumnElement[bool]:
    written = (f'"{key}":{value},', f'"{key}":{value}}}', f'"{key}":"{value}"')
    return or_(*(RunRow.config.like(f"%{text}%", escape="/") for text in written))


def _spellings(value: str) -> set[str]:
    """Give what a value may be written as: 0 as 0.0 too, where a setting need not be whole."""
    return {value, f"{value}.0"} if value.isdecimal() else {value}


def _default(key: str) -> str | None:
    field = RunConfig.model_fields.get(key)
    return None if field is None else json_text(field.default).strip('"')


def _lacks(key: str) -> ColumnElement[bool]:
    """Find the runs that are written down without a setting, which then has its default."""
    return RunRow.config.not_like(f'%"{_escaped(key)}":%', escape="/")


def _in_texts(word: str) -> ColumnElement[bool]:
    texts: tuple[Any, ...] = (RunRow.name, RunRow.notes, STATE_WORD, RunRow.layout)
    return or_(
        *(_small(text).contains(word, autoescape=True) for text in texts),
        RunRow.config.like(f'%:"{_escaped(word)}%', escape="/"),  # a setting's word begins so
        _in_tags(f'%"%{each}%"%' for each in _in_json(word)),
        RunRow.owner.in_(select(PersonRow.id).where(_in_name(word))),
    )


def _in_tags(patterns: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(_small(tags_as_text).like(each, escape="/") for each in patterns))


def _in_json(word: str) -> set[str]:
    """Give what may stand for a word in JSON, which has a code for each letter but A to Z."""
    spelled = (word, word.capitalize(), word.title(), word.upper())
    return {_escaped(json_text(each)[1:-1].lower()) for each in spelled}


def _in_name(word: str) -> ColumnElement[bool]:
    """Find a word in a person's name; SQLite makes no letters small but A to Z."""
    names: tuple[Any, ...] = (_small(PersonRow.name), PersonRow.name, PersonRow.name)
    spelled = (word, word.title(), word.upper())
    pairs = zip(names, spelled, strict=True)
    return or_(*(name.contains(each, autoescape=True) for name, each in pairs))


class _small(FunctionElement[str]):
    """A text in small letters; what is looked for in it may be any text."""

    type = TextColumn()
    inherit_cache = True


@compiles(_small)
def _write_small(element: _small, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(_small, "sqlite")
def _write_small_for_sqlite(element: _small, compiler: SQLCompiler, **options: Any) -> str:
    """Hand on bytes: those of a damaged row may be no text, and Python would refuse the whole."""
    return f"lower(CAST({compiler.process(element.clauses, **options)} AS BLOB))"


def _escaped(text: str) -> str:
    return re.sub(r"([/%_])", r"/\1", text)
