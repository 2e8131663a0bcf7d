"""Processor and memory of a process: what is freed stays, and threads keep to their share."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from mnist_core.engine.process_tuning import call_last
from mnist_core.operating_system import LAST

# Counts how many pages the system has to give out while memory is taken and given back.
PROGRAM = """
import resource
import numpy as np
from mnist_core.engine.process_tuning import keep_freed_memory

def pages():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        np.ones(250_000, np.float32)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

first = pages()
keep_freed_memory()
pages()
print(first, pages())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc takes the advice")
def test_memory_that_is_freed_is_there_again_without_the_system():
    project = str(Path(__file__).parents[3])
    environment = os.environ | {"MALLOC_TRIM_THRESHOLD_": "65536", "PYTHONPATH": project}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, check=True, capture_output=True, text=True
    )

    first, after = map(int, done.stdout.split())
    assert first > 1_000
    assert after < first / 20


LATER = """
from mnist_core.engine.process_tuning import use_one_thread
use_one_thread()
import scipy.linalg
from threadpoolctl import threadpool_info
print({each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"})
"""


def test_libraries_that_are_loaded_later_use_one_thread_too():
    done = subprocess.run([sys.executable, "-c", LATER], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "{1}"


def test_a_thread_of_last_priority_leaves_the_others_theirs():
    before, inside = os.nice(0), []

    call_last(lambda: inside.append(os.getpriority(os.PRIO_PROCESS, 0)))

    assert os.nice(0) == before
    assert len(inside) == 1
    if sys.platform == "linux":
        assert inside == [LAST]
