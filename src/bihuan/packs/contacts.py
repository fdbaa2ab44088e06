"""Being in touch: what the people of a sample company say and note, and the one who only pretends."""

from __future__ import annotations

from datetime import datetime, timedelta

from bihuan.activity import commands as activity
from bihuan.packs import recipes
from bihuan.packs.scene import Play, Sale

FITTING = 0.7  # how often a contact is one that fits the stage
PADDED_AT_ONCE = (2, 5)  # how many contacts somebody who pads invents in one sitting
MINUTES_APART = (2, 9)


def contact(play: Play, now: datetime, number: int) -> None:
    """Be in touch with the customer, and note what was said."""
    sale = play.sales[number]
    if sale.over:
        return
    talk(play, now, sale, recipes.weighed(play.company.stages[sale.stage].touches, play.chance))


def talk(play: Play, now: datetime, sale: Sale, kind: str, said: str = "") -> None:
    """Note one contact of a kind; without words of its own, with some that fit the stage and weren't said before."""
    viewer, record = play.viewer(sale.rep), play.paper(sale)
    summary = said or _words(play, sale, kind)
    following = play.ahead(now, play.chance.uniform(8, 26), sale.rep)
    activity.log(play.session, viewer, record, kind=kind, summary=summary, happened_at=now, next_at=following, now=now)


def padding(play: Play, now: datetime, login: str) -> None:
    """Late in the evening, contacts are invented: the same words, in town after town, minutes apart."""
    if login in play.gone:
        return
    chance, padded = play.chance, play.company.padded
    own = [sale for sale in play.sales if sale.rep == login and sale.journey and not sale.over]
    chosen = chance.sample(own, min(len(own), chance.randint(*PADDED_AT_ONCE)))
    said = chance.choice(padded.said)
    ago = 0
    for sale in chosen:
        viewer, record = play.viewer(login), play.paper(sale)
        ago += chance.randint(*MINUTES_APART)
        happened = now - timedelta(minutes=ago)
        kind = chance.choice(padded.kinds)
        activity.log(play.session, viewer, record, kind=kind, summary=said, happened_at=happened, now=now)


def _words(play: Play, sale: Sale, kind: str) -> str:
    talks, chance = play.company.talks, play.chance
    fitting = talks.get(sale.stage, {}).get(kind, ())
    common = talks["any"].get(kind) or next(iter(talks["any"].values()))
    wanted = fitting if fitting and (not common or chance.random() < FITTING) else common
    fresh = [text for text in wanted if text not in sale.said] or list(wanted)
    text = chance.choice(fresh)
    sale.said.append(text)
    return recipes.filled(text, play.words(sale))
