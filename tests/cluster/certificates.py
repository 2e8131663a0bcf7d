"""Certificates for a cluster, and the variables that name them: what the README's lines make."""

import re
import subprocess
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
TLS = "DASK_DISTRIBUTED__COMM__TLS__"


def make_certificates(folder: Path) -> dict[str, str]:
    """Run the README's lines in a folder; give the variables that they set for Dask."""
    blocks = re.findall(r"^```\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)
    (lines,) = [block for block in blocks if "openssl req" in block]
    command = ["bash", "-euc", f"{lines}\nenv -0"]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    variables = dict(entry.split("=", 1) for entry in made.stdout.split("\0") if "=" in entry)
    return {name: value for name, value in variables.items() if name.startswith("DASK_")}
