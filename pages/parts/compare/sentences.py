"""The page's sentences: how many runs are listed and hidden, and what the best two differ in."""

from collections.abc import Sequence

from mnist_core.compare.differences import BEGINNING, COMPUTATION, SettingRow
from mnist_core.compare.repeats import REPEATS
from mnist_core.compare.run_list import Listing
from mnist_core.compare.verdict import Verdict
from mnist_core.setting_descriptions import title_in_sentence
from mnist_core.store.records import Run
from mnist_core.store.run_list_queries import Query
from mnist_core.web.run_texts import count_text
from parts.compare.state import OTHER_ORIGINS, Gone

MOST_NAMED = 4  # differences in one sentence
MOST_DELETED = 6


def count_sentence(query: Query, listing: Listing) -> str:
    """Give how many rows are listed, and how many others are hidden for where they are from."""
    found = count_text(listing.total, "configuration" if query.together else "run")
    if query.words:
        found += f" with {query.words!r}"
    if not listing.hidden:
        return found
    if query.words or query.tags:
        return f"{found} · {listing.hidden:,} hidden {_ones_match(listing.hidden)}"
    names = [
        name.lower() for origin, name in OTHER_ORIGINS.items() if origin in listing.hidden_origins
    ]
    return f"{found} · {count_text(listing.hidden, 'run')} from {_and(names)} hidden"


def deleted_sentence(deleted: Sequence[Run], listing: Listing) -> str:
    """Name the runs that are to be deleted, and say how many of them are not on the page's list."""
    names = [run.name for run in deleted[:MOST_DELETED]]
    if more := len(deleted) - len(names):
        names.append(f"{more:,} more")
    listed = {run.id for row in listing.rows for run in row.runs}
    unseen = sum(run.id not in listed for run in deleted)
    if not unseen:
        return f"{_and(names)}."
    return f"{_and(names)}; {unseen:,} of them {'is' if unseen == 1 else 'are'} not listed here."


def gone_sentence(gone: Gone, compared: int) -> str:
    """Say which runs of the link are not there, and what is compared instead.

    Args:
        gone: the runs that are not there.
        compared: how many are.
    """
    which = "A run" if gone.count == 1 else f"{gone.count:,} runs"
    sentence = f"{which} of the link cannot be found: deleted, or from another lab."
    if gone.none_left and compared:
        return f"{sentence} Those of lowest error are compared instead."
    return sentence


def differ_sentence(rows: Sequence[SettingRow]) -> str:
    """Give in what the better of two differs, or in how many settings.

    Args:
        rows: with the texts of the other one first. How they are computed follows from their
            settings, and is named where nothing else differs.
    """
    chosen = [row for row in rows if row.field != COMPUTATION] or rows
    texts = [f"{_in_sentence(row)} ({row.texts[1]} instead of {row.texts[0]})" for row in chosen]
    if not texts:
        return "Their settings are the same."
    if len(texts) == 1:
        return f"They are identical except for {texts[0]}."
    if len(texts) > MOST_NAMED:
        return f"They differ in {len(texts)} settings, listed below."
    return f"They differ in {_and(texts)}."


def chance_sentence(verdict: Verdict) -> str:
    """Give whether the gap may be chance, or which of the two more seeds would tell it of."""
    if verdict.chance == "possible":
        return "Another seed alone can make such a difference, so it may be chance."
    if verdict.chance == "unlikely":
        return "Another seed alone rarely makes such a difference, so it is probably not chance."
    single = [each.name for each in (verdict.best, verdict.second) if len(each.seeds) == 1]
    whose = f" of {_and(single)}" if single else ""
    how = f"open ⋮ in the table and press Repeat with {REPEATS} seeds."
    if verdict.beyond_digits:
        return (
            "That is more than chance makes of reading 10,000 digits. How much of it the seed "
            f"makes, only more seeds{whose} can tell: {how}"
        )
    return (
        "Chance in reading 10,000 digits alone can make such a difference. Only more seeds"
        f"{whose} can tell: {how}"
    )


def _ones_match(count: int) -> str:
    return "one matches" if count == 1 else "ones match"


def _in_sentence(row: SettingRow) -> str:
    is_setting = row.field not in (BEGINNING, COMPUTATION)
    return title_in_sentence(row.field) if is_setting else row.name.lower()


def _and(texts: Sequence[str]) -> str:
    *others, last = texts
    return f"{', '.join(others)} and {last}" if others else last
