"""From the whole down to each value that differs, with a sentence for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from bihuan.design.differing import lists, spoken, values
from bihuan.design.differing.change import Change
from bihuan.design.differing.members import ByKey, Inside, Items, Kind, Parts, Text, Value
from bihuan.design.differing.naming import Body, Names
from bihuan.design.differing.spot import Spot
from bihuan.design.differing.table import KINDS
from bihuan.kernel.words import LANGS, Lang, Words

_WHOLE = Words(zh="内容", en="content")


def changes(old: Body, new: Body, lang: Lang) -> list[Change]:
    """Every difference between two configurations, in the order of the document. None means: nothing differs.

    A member that is left out, or null, is what it is by default. A draft may hold anything; what cannot be read
    as a part of its kind is told as it is written.
    """
    before, after = _without_nulls(old), _without_nulls(new)
    return list(_kind(KINDS["blueprint"], before, after, Spot(names=Names(before, after, lang))))


def _without_nulls(raw: Any) -> Any:  # noqa: ANN401 - a draft may hold anything
    if isinstance(raw, dict):
        return {str(name): _without_nulls(value) for name, value in raw.items() if value is not None}
    return [_without_nulls(one) for one in raw] if isinstance(raw, list | tuple) else raw


def _kind(kind: Kind, old: Any, new: Any, spot: Spot) -> Iterator[Change]:  # noqa: ANN401 - a draft may hold anything
    """What differs between two parts of a kind; no part at all is one that says nothing."""
    before, after = (_full(kind, side) for side in (old, new))
    if before is None or after is None:
        yield from _value(Value(_WHOLE), old, new, spot)
        return
    known = [name for name in kind.model.model_fields if name in kind.members or name == "key"]
    unknown = sorted(str(name) for name in {*before, *after} - set(known))
    for name in (*known, *unknown):
        was, is_now = before.get(name), after.get(name)
        if spoken.same(was, is_now) or (name == "key" and "key" in known):
            continue
        was, is_now = kind.kept(name, was), kind.kept(name, is_now)
        if spoken.same(was, is_now):
            continue
        member = kind.members.get(name, Value(Words(zh=spoken.short(name) or "?", en=spoken.short(name) or "?")))
        yield from _member(member, was, is_now, spot.to(name))


def _full(kind: Kind, raw: Any) -> Body | None:  # noqa: ANN401
    """A part with all its members, or None for what is no part."""
    read = kind.read({} if raw is None else raw)
    if not isinstance(read, dict):
        return None
    return kind.defaults | read


def _member(member: Any, old: Any, new: Any, spot: Spot) -> Iterator[Change]:  # noqa: ANN401
    match member:
        case Inside():
            yield from _kind(KINDS[member.kind], old, new, spot)
        case Value():
            yield from _value(member, old, new, spot)
        case Text():
            yield from _text(member, old, new, spot)
        case Items() if _listed(old, new):
            yield from _items(member, list(old or ()), list(new or ()), spot)
        case Parts() if _listed(old, new):
            yield from _parts(member, list(old or ()), list(new or ()), spot)
        case ByKey() if all(isinstance(side, dict) for side in (old, new)):
            yield from _by_key(member, old, new, spot)
        case _:
            yield from _value(Value(member.noun if isinstance(member, Parts) else member.name), old, new, spot)


def _listed(*sides: Any) -> bool:  # noqa: ANN401
    """Whether both are lists and something stands in one of them."""
    return any(sides) and all(side is None or isinstance(side, list | tuple) for side in sides)


def _value(member: Value, old: Any, new: Any, spot: Spot) -> Iterator[Change]:  # noqa: ANN401
    nothing = member.nothing.say(spot.lang)
    was, is_now = (nothing if side is None else member.say(side, spot) for side in (old, new))
    if spoken.clean(was) == spoken.clean(is_now):  # it differs all the same: show what is written
        was, is_now = (nothing if side is None else spoken.canonical(side) for side in (old, new))
    else:
        was, is_now = spoken.clean(was), spoken.clean(is_now)
    first, second = spoken.apart(was, is_now)
    name = member.name.say(spot.lang)
    told = _change(spot, f"{name} {first} → {second}")
    yield replace(told, about=spot.beneath(name), was=first, now=second)


def _text(member: Text, old: Any, new: Any, spot: Spot) -> Iterator[Change]:  # noqa: ANN401
    before, after = (_in_both(side) for side in (old, new))
    if before is None or after is None:
        yield from _value(Value(member.name), old, new, spot)
        return
    differ = [lang for lang in sorted(LANGS, key=lambda lang: lang != spot.lang) if before[lang] != after[lang]]
    if len(differ) > 1 and before["zh"] == before["en"] and after["zh"] == after["en"]:
        differ = differ[:1]
    for lang in differ:
        apart = lang != spot.lang
        tongue = spot.either("英文", "in Chinese") if apart else ""
        name = Words(**{one: f"{member.name.say(one)}{spoken.in_brackets(tongue, one)}" for one in LANGS})
        yield from _value(Value(name), before[lang], after[lang], spot)


def _in_both(raw: Any) -> dict[str, str | None] | None:  # noqa: ANN401
    """A text by language; None for what is no text. One that stands for both languages stands in both."""
    if raw is None:
        return {"zh": None, "en": None}
    if isinstance(raw, str):
        return {"zh": raw, "en": raw}
    if not isinstance(raw, dict) or not raw.keys() <= set(LANGS) or not isinstance(raw.get("zh"), str):
        return None
    english = raw.get("en", raw["zh"])
    return {"zh": raw["zh"], "en": english} if isinstance(english, str) else None


def _items(member: Items, old: list[Any], new: list[Any], spot: Spot) -> Iterator[Change]:
    before, after = ({spoken.canonical(one): one for one in side} for side in (old, new))
    counts = [Counter(spoken.canonical(one) for one in side) for side in (old, new)]
    came, gone = ([*(counts[1] - counts[0]).elements()], [*(counts[0] - counts[1]).elements()])
    stay = [[key for key in map(spoken.canonical, side) if key in before and key in after] for side in (old, new)]
    say = partial(_said, member, spot)
    added, removed = [say(after[key]) for key in came], [say(before[key]) for key in gone]
    if set(added) & set(removed):
        added, removed = came, gone
    parts = [spot.either("增加 ", "added ") + _row(added, spot)] if added else []
    parts += [spot.either("去掉 ", "removed ") + _row(removed, spot)] if removed else []
    was, is_now = (_row(side, spot) if side else None for side in (removed, added))
    if not parts or (stay[0] != stay[1] and len(stay[0]) == len(stay[1])):
        was, is_now = (_row([say(one) for one in side], spot) for side in (old, new))
        parts.append(spot.either("顺序改为 ", "order now ") + is_now)
    name = member.name.say(spot.lang)
    told = _change(spot, spot.either(f"{name} {'，'.join(parts)}", f"{name} {', '.join(parts)}"))
    yield replace(told, about=spot.beneath(name), was=was, now=is_now)


def _said(member: Items | ByKey, spot: Spot, one: Any) -> str:  # noqa: ANN401
    return spoken.short(member.say(one, spot)) or spoken.short(spoken.canonical(one))


def _row(texts: list[str], spot: Spot) -> str:
    return spoken.joined(texts, spot.lang)


def _by_key(member: ByKey, old: Body, new: Body, spot: Spot) -> Iterator[Change]:
    for key in lists.merged(list(old), list(new)):
        if spoken.same(old.get(key), new.get(key)):
            continue
        inside = spot.to(key)
        meant = replace(inside, object_key=key) if member.fields_of_key else inside
        called = member.call(key, spot)
        name = f"{called} {member.name.say(spot.lang)}"
        if key not in old:
            is_now = spoken.short(_list_of(new[key], meant, member))
            yield replace(_change(inside, f"{name} {is_now}"), about=inside.beneath(name), now=is_now)
        elif key not in new:
            was = spoken.short(_list_of(old[key], meant, member))
            told = _change(inside, member.gone.say(spot.lang).format(key=called, was=was))
            yield replace(told, about=inside.beneath(name), was=was)
        else:
            say = partial(_list_of, member=member)
            yield from _value(Value(Words(zh=name, en=name), say), old[key], new[key], meant)


def _list_of(raw: Any, spot: Spot, member: ByKey) -> str:  # noqa: ANN401
    if not isinstance(raw, list | tuple):
        return values.plain(raw, spot)
    return _row([_said(member, spot, one) for one in raw], spot) or member.nothing.say(spot.lang)


def _parts(member: Parts, old: list[Any], new: list[Any], spot: Spot) -> Iterator[Change]:
    pair = lists.by_key(old, new) if member.keyed else lists.by_label(old, new)
    if pair is None:
        yield from _value(Value(member.noun), old, new, spot)
        return
    before, after = pair
    shifted = lists.moved([*before], [*after])
    for key in lists.merged([*before], [*after]):
        step = key if member.keyed else str([*(after if key in after else before)].index(key))
        part = after.get(key, before.get(key, {}))
        there = _entered(member, key, part, spot.to(step))
        above = replace(there, crumbs=spot.crumbs)
        if key in shifted:
            was, is_now = (_where(member, key, side, spot) for side in (before, after))
            name = _titled(member, key, after[key], spot)
            told = _change(above, f"{name} {spot.either('移到', 'moved ')}{is_now}")
            yield replace(told, about=above.beneath(name), was=was.strip(), now=is_now.strip())
        if key in before and key in after:
            yield from _kind(KINDS[member.kind], before[key], after[key], there)
        else:
            yield _come_or_gone(member, key in after, part, there, above)


def _entered(member: Parts, key: str, part: Body, spot: Spot) -> Spot:
    """Inside a part of a list: its name leads there, and bare keys in it mean its own fields and stages."""
    if member.kind == "stage" and spot.names.one_process:
        spot = replace(spot, crumbs=())
    inside = spot.named(f"{spot.either(*_noun(member))} {_call(member, key, part, spot)}")
    if member.kind == "object":
        return replace(inside, object_key=key)
    if member.kind == "grading":
        return replace(inside, object_key=str(part.get("object")), field_key=str(part.get("field")))
    if member.kind == "widget":
        about, walking = spot.names.walk(part.get("process"))
        return replace(inside, process_key=about, object_key=walking)
    if member.kind == "approval":
        return replace(inside, object_key=str(part.get("object")))
    if member.kind == "process":
        return replace(inside, process_key=key, object_key=str(part.get("object")))
    return inside


def _noun(member: Parts) -> tuple[str, str]:
    return member.noun.zh, member.noun.en[:1].upper() + member.noun.en[1:]


def _call(member: Parts, key: str, part: Body, spot: Spot) -> str:
    """What a part is called; by its key only where it has one that people know."""
    return member.called(part, spot.lang) or (spoken.short(key) if member.keyed else "") or "?"


def _come_or_gone(member: Parts, came: bool, part: Body, spot: Spot, above: Spot) -> Change:
    name = _call(member, str(part.get("key", "")), part, spot)
    said = spot.either("，", ", ").join(spoken.short(one) for one in KINDS[member.kind].brief(part, spot))
    verb = spot.either("新增", "new ") if came else spot.either("删除", "removed ")
    noun = member.noun.say(spot.lang)
    told = _change(above, f"{verb}{noun} {name}{spoken.in_brackets(said if came else '', spot.lang)}")
    there = said or spot.either("有", "yes")
    return replace(
        told, about=above.beneath(f"{noun} {name}"), was=None if came else there, now=there if came else None
    )


def _titled(member: Parts, key: str, part: Body, spot: Spot) -> str:
    return f"{member.noun.say(spot.lang)} {_call(member, key, part, spot)}"


def _where(member: Parts, key: str, among: dict[str, Body], spot: Spot) -> str:
    """The place of a part in its list, in words."""
    order = [*among]
    place = order.index(key)
    if place == 0:
        return spot.either("最前", "to the beginning")
    before = _call(member, order[place - 1], among[order[place - 1]], spot)
    return spot.either(f" {before} 之后", f"behind {before}")


def _change(spot: Spot, said: str) -> Change:
    return Change(place=spot.place, words=spot.sentence(said))
