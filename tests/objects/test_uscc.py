"""The check digit of 统一社会信用代码."""

from __future__ import annotations

import pytest

from bihuan.objects import uscc

# Of companies that publish theirs: Tencent, Alibaba (China), Huawei, and the standard's own example.
TRUE = ("9144030071526726XG", "91330100799655058B", "914403001922038216", "91350100M000100Y43")


@pytest.mark.parametrize("code", TRUE)
def test_real_codes_hold(code: str) -> None:
    assert uscc.looks_like(code)
    assert uscc.holds(code)


@pytest.mark.parametrize("code", TRUE)
def test_no_single_slip_of_the_pen_goes_unnoticed(code: str) -> None:
    for place in range(18):
        for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if sign != code[place]:
                assert not uscc.holds(code[:place] + sign + code[place + 1 :])


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100M000100Y433", "91350100M000100YI3", "９1350100M000100Y43"]
)
def test_what_has_another_form_is_none(code: str) -> None:
    assert not uscc.looks_like(code)
    assert not uscc.holds(code)
