"""Who gets what of an estate."""

from __future__ import annotations

from collections import Counter

from bihuan.handover.dealing import Piece, Plan, dealt

PIECES = [
    *(
        Piece(object_key="customer", record_id=n, root=("customer", n), value="east" if n < 3 else "west")
        for n in (1, 2, 3)
    ),
    *(Piece(object_key="deal", record_id=10 + n, root=("customer", 1), value="east") for n in range(4)),
    Piece(object_key="deal", record_id=20, root=("customer", 9)),
]


def test_all_goes_to_one() -> None:
    assert set(dealt(Plan(how="one", to=[7, 8], rest_to=8), PIECES).values()) == {7}


def test_in_turn_a_customer_stays_whole_and_nobody_gets_much_more() -> None:
    got = dealt(Plan(how="in_turn", to=[7, 8], rest_to=8), PIECES)
    for root in {piece.root for piece in PIECES}:
        assert len({got[piece.place] for piece in PIECES if piece.root == root}) == 1
    assert sorted(Counter(got.values()).values()) == [3, 5]


def test_by_a_field_what_nobody_named_goes_to_the_first() -> None:
    got = dealt(Plan(how="by_field", to=[7], rest_to=7, values={"east": 8}), PIECES)
    assert {piece.value: got[piece.place] for piece in PIECES} == {"east": 8, "west": 7, "": 7}


def test_each_customer_takes_its_deals_along() -> None:
    got = dealt(Plan(how="each", to=[7], rest_to=7, each={"customer:1": 8}), PIECES)
    assert [place for place, person in got.items() if person == 8] == [
        ("customer", 1),
        *(("deal", 10 + n) for n in range(4)),
    ]
