"""Ids that sort by time, names that are easy to say, and what a name may be."""

import re
import secrets
import time
import unicodedata

from mnist_core.errors import ConfigError
from mnist_core.quoting import quoted

MAX_NAME_LENGTH = 80
NO_LETTERS = ("Cc", "Cs")  # Unicode's categories of control characters and halves of letters
UNSEEN = ("Cf", "Cn", "Co", "Me", "Mn", "Zs")  # of what shows nothing, or nothing by itself
BLANK = "\u115f\u1160\u2800\u3164\uffa0\U0001d159"  # letters and a note that are only room
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # what follows, to the left
STARTER = "starter"  # of the network that comes with the lab; no run has this name
ID = re.compile(r"[0-9a-z-]{1,64}")  # no id leads out of its folder, or is the folder of all
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ADJECTIVES = (
    "amber ample apt bold brave breezy bright brisk calm candid cheery clear clever cosy crisp "
    "curious daring deft eager early fair fleet fond frank fresh gentle glad golden grand happy "
    "hardy honest jolly keen kind light lively lucid lucky mellow merry mild neat nimble noble "
    "patient plain polite prompt proud quick quiet ready rosy sharp shy silent silver sleek smart "
    "snug sober solid spry steady still stout subtle sunny sure swift tidy true vivid warm wise "
    "witty young zesty"
).split()
_BIRDS = (
    "avocet bittern bunting bustard chough condor coot cormorant crake crane crow cuckoo curlew "
    "dipper dotterel dove dunlin egret eider falcon finch fulmar gannet godwit goose grebe grouse "
    "gull harrier hawk heron hobby hoopoe ibis jackdaw jay kestrel kite knot lapwing lark linnet "
    "magpie martin merlin nightjar nuthatch oriole osprey owl partridge petrel pigeon pipit plover "
    "puffin quail rail raven redstart robin rook ruff shrike siskin skua snipe sparrow starling "
    "stilt stork swallow swan swift teal tern thrush turnstone wagtail warbler wigeon wren"
).split()
_SEEDS, _ALL = re.compile(r"( (best )?seed \d+)+$"), re.compile(r"( (best )?seed \d+| taught)+$")
TAUGHT = "taught"


def new_run_id() -> str:
    """Make an id of 12 characters, fit for URLs and file names, that sorts by creation time."""
    moment, letters = time.time_ns() // 100_000, ""
    for _ in range(9):
        moment, digit = divmod(moment, 32)
        letters = _ALPHABET[digit] + letters
    return letters + "".join(secrets.choice(_ALPHABET) for _ in range(3))


def new_run_name() -> str:
    """Make a name such as "brisk-heron"."""
    return f"{secrets.choice(_ADJECTIVES)}-{secrets.choice(_BIRDS)}"


def checked_name(name: str, of: str) -> str:
    """Give the name without needless spaces.

    Args:
        of: what it names, such as "run".

    Raises:
        ConfigError: it is empty or shows nothing, has more than 80 characters, or one that steers
            a terminal or turns what follows around, or is the starter's.
    """
    stripped = " ".join(name.split())
    if not stripped:
        raise ConfigError(f"A {of}'s name cannot be empty.")
    if len(stripped) > MAX_NAME_LENGTH:
        raise ConfigError(f"A {of}'s name has at most {MAX_NAME_LENGTH} characters.")
    require_readable(stripped, f"A {of}'s name")
    if of == "run" and _as_seen(stripped).casefold() == STARTER:
        raise ConfigError(f"{STARTER} is the network that comes with the lab; take another name.")
    return stripped


def require_readable(text: str, what: str) -> None:
    """Refuse a text that shows nothing, steers a terminal, or turns what follows around.

    Args:
        what: it is, at the beginning of a sentence.

    Raises:
        ConfigError: it is such a text.
    """
    if any(unicodedata.category(letter) in NO_LETTERS for letter in text):
        raise ConfigError(f"{what} cannot have control characters: {quoted(text)}.")
    if any(letter in TURNING for letter in text):
        raise ConfigError(f"{what} cannot turn a text around: {quoted(text)}.")
    if all(unicodedata.category(each) in UNSEEN or each in BLANK for each in text):
        raise ConfigError(f"{what} needs a letter that can be seen.")


def _as_seen(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def name_or_new(name: str, of: str) -> str:
    """Give the name, checked, or a new one where it is empty."""
    return checked_name(name, of) if name.strip() else new_run_name()


def with_ending(name: str, ending: str) -> str:
    """Put " " and ``ending`` behind a name, in place of endings that the lab has put there before.

    So "first taught seed 2" repeated is "first taught seed 3", taught again it is "first taught",
    and no name grows. A name is cut where both would be too long.
    """
    replaced = _ALL if ending == TAUGHT else _SEEDS
    begin = replaced.sub("", name) or name
    return f"{begin[: MAX_NAME_LENGTH - len(ending) - 1].rstrip()} {ending}"
