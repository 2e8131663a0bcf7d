"""Tickets: each is good once, for a minute, for one account."""

import pytest

from mnist_core.access.login import Account
from mnist_core.access.tickets import LASTS_S, Tickets

ANNA, BEN = Account("anna"), Account("ben")


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_ticket_is_good_once_and_for_whom_it_was_given():
    tickets = Tickets()
    annas, bens = tickets.give(ANNA), tickets.give(BEN)

    assert [tickets.take(each) for each in (bens, annas, annas, bens)] == [BEN, ANNA, None, None]


@pytest.mark.parametrize("ticket", ["", "anna", "x" * 100_000])
def test_what_was_never_given_is_nobodys(ticket):
    tickets = Tickets()
    tickets.give(ANNA)

    assert tickets.take(ticket) is None


def test_a_ticket_is_good_for_a_minute(clock):
    tickets = Tickets(clock)
    first, second = tickets.give(ANNA), tickets.give(ANNA)

    clock.now += LASTS_S - 1
    assert tickets.take(first) == ANNA
    clock.now += 2
    assert tickets.take(second) is None


def test_tickets_cannot_be_guessed_from_one_another():
    tickets = Tickets()
    given = {tickets.give(ANNA) for _ in range(100)}

    assert len({ticket[:16] for ticket in given}) == 100
