"""What a person sees and may do under a draft, and how that differs from now, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bihuan.kernel.words import Lang, Words
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.org.definition import ACTIONS
from bihuan.org.viewer import NO_ACCESS, Viewer


@dataclass(frozen=True, kw_only=True)
class Look:
    """An object as somebody has it: what they may do with its records, and which fields are closed to them."""

    actions: tuple[str, ...]
    hidden: frozenset[str]
    readonly: frozenset[str]

    @property
    def there(self) -> bool:
        """Whether it stands in their menu at all."""
        return "read" in self.actions


NOTHING = Look(actions=(), hidden=frozenset(), readonly=frozenset())


def look(viewer: Viewer, found: ObjectDef | None) -> Look:
    """How an object looks to somebody: as nothing where there is none."""
    access = viewer.access(found.key) if found is not None else NO_ACCESS
    if found is None:
        return NOTHING
    hidden = found.telling_of(access.hidden) & found.by_key.keys()
    return Look(
        actions=tuple(action for action in ACTIONS if action in access.actions),
        hidden=hidden,
        readonly=(access.readonly & found.by_key.keys()) - hidden,
    )


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two that are compared: the person, and the objects there are."""

    viewer: Viewer
    objects: Mapping[str, ObjectDef]


def changes(now: Side, then: Side, lang: Lang) -> list[str]:
    """What changes for this person, a sentence each: how far they see, their rights, objects and fields."""
    return [words.say(lang) for words in _changes(now, then)]


def _changes(now: Side, then: Side) -> Iterator[Words]:
    if now.viewer.scope != then.viewer.scope:
        yield _pair(_SCOPE, _SCOPES[now.viewer.scope], _SCOPES[then.viewer.scope])
    for sentence, rights in (
        (_GIVEN, then.viewer.rights - now.viewer.rights),
        (_TAKEN, now.viewer.rights - then.viewer.rights),
    ):
        yield from (_pair(sentence, _RIGHTS.get(right, Words(zh=right, en=right))) for right in sorted(rights))
    for key in dict.fromkeys([*then.objects, *now.objects]):
        yield from _object(now, then, key)


def _object(now: Side, then: Side, key: str) -> Iterator[Words]:
    old, new = now.objects.get(key), then.objects.get(key)
    before, after = look(now.viewer, old), look(then.viewer, new)
    label = (new or old or then.objects[key]).label
    if before.there != after.there:
        yield _pair(_SEEN if after.there else _UNSEEN, label)
        return
    if not after.there or old is None or new is None:
        return
    for action in ACTIONS:
        if (action in before.actions) != (action in after.actions):
            yield _pair(_MAY if action in after.actions else _MAY_NOT, label, _DOING[action])
    for field in new.fields:
        was = _state(before, old.field(field.key))
        state = _state(after, field)
        if was != state and was is not None:
            yield _pair(_FIELD, label, field.label, _STATES[str(state)])


def _state(found: Look, field: FieldDef | None) -> str | None:
    if field is None:
        return None
    return "hidden" if field.key in found.hidden else "readonly" if field.key in found.readonly else "open"


def _pair(sentence: Words, *parts: Words) -> Words:
    # Labels are anybody's words: as arguments they are never read as a pattern.
    zh, en = [part.zh for part in parts], [part.en for part in parts]
    return Words.model_construct(zh=sentence.zh.format(*zh), en=sentence.en.format(*en))


_SCOPE = Words(zh="看得多远：从“{0}”变成“{1}”", en="How far they see: from {0} to {1}")
_GIVEN = Words(zh="多了权限“{0}”", en="Gains the right: {0}")
_TAKEN = Words(zh="少了权限“{0}”", en="Loses the right: {0}")
_SEEN = Words(zh="菜单里多了“{0}”", en="“{0}” appears in the menu")
_UNSEEN = Words(zh="菜单里不再有“{0}”", en="“{0}” goes from the menu")
_MAY = Words(zh="“{0}”：可以{1}了", en="“{0}”: may now {1}")
_MAY_NOT = Words(zh="“{0}”：不能再{1}", en="“{0}”: may no longer {1}")
_FIELD = Words(zh="“{0}”的“{1}”：变成{2}", en="“{1}” of “{0}” is now {2}")
_SCOPES = {
    "own": Words(zh="本人", en="own only"),
    "team": Words(zh="本队", en="the team"),
    "region": Words(zh="大区", en="the region"),
    "all": Words(zh="全部", en="everything"),
}
_DOING = {
    "read": Words(zh="查看", en="see"),
    "create": Words(zh="新建", en="create"),
    "update": Words(zh="修改", en="edit"),
    "delete": Words(zh="删除", en="delete"),
    "export": Words(zh="导出", en="export"),
}
_STATES = {
    "open": Words(zh="看得到也能改", en="open"),
    "readonly": Words(zh="只能看", en="read only"),
    "hidden": Words(zh="看不到", en="hidden"),
}
_RIGHTS = {
    "process.exception": Words(zh="例外通行", en="exceptions"),
    "process.review": Words(zh="审批", en="review"),
    "process.move_any": Words(zh="推进别人的单子", en="moving others' deals"),
    "records.assign": Words(zh="分派", en="handing over"),
    "import.run": Words(zh="导入", en="import"),
    "org.manage": Words(zh="管理组织", en="running the organisation"),
    "blueprint.release": Words(zh="改配置", en="configuring"),
    "metrics.read": Words(zh="看指标", en="metrics"),
    "tokens.create": Words(zh="发令牌", en="making tokens"),
}
