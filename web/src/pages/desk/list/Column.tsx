import { useEffect } from "react";

import { columnsOf, type ObjectDef } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import type { StageCount } from "@/features/process/api";
import type { StageDef } from "@/features/process/shapes";
import { useRecords, type Asked, type RecordItem } from "@/features/records/api";
import { useLang } from "@/lib/i18n";
import { count, money } from "@/lib/numbers";
import { Link, navigate } from "@/lib/router";
import { StageStatus } from "@/pages/desk/list/StageStatus";
import { useListWords } from "@/pages/desk/list/words";
import { Button } from "@/ui/desk/Button";
import { Menu } from "@/ui/desk/choosers";
import { useDrag, useDrop } from "@/ui/desk/drag";
import { Loaded } from "@/ui/desk/states";

interface Props {
  object: ObjectDef;
  stage: StageDef;
  next: StageDef | undefined;
  count: StageCount | undefined;
  asked: Asked;
  moving: number | null;
  onSeen: (item: RecordItem) => void;
  onNext: (item: RecordItem) => void;
}

/** One stage of the board; its cards come as one scrolls, not all at once. */
export function Column(props: Props) {
  const { object, stage, asked } = props;
  const t = useListWords();
  const { ref, over } = useDrop(stage.key);
  const here = { field: "journey.stage", op: "eq", value: stage.key } as const;
  const where = { all: [here, ...(asked.where === undefined ? [] : [asked.where])] };
  const sort = asked.sort ?? "journey.due_at";
  const records = useRecords(object.key, { ...asked, where, sort, fields: columnsOf(object) }, { limit: 20 });
  const more = () => {
    void records.fetchNextPage();
  };
  return (
    <section className={`column${over ? " column-over" : ""}`} ref={ref} aria-label={stage.label}>
      <header>
        <h2>{stage.label}</h2>
        <Sums count={props.count} />
      </header>
      <div className="column-cards">
        <Loaded of={records} rows={4}>
          {({ pages }) => <Cards items={pages.flatMap((page) => page.items)} {...props} />}
        </Loaded>
        {records.hasNextPage ? (
          <Button look="quiet" wide busy={records.isFetchingNextPage} onClick={more}>
            {t.more}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Sums({ count: sums }: { count: StageCount | undefined }) {
  const t = useListWords();
  const lang = useLang();
  if (sums === undefined) return <p />;
  return (
    <p>
      {t.columnCount(count(sums.count, lang))}
      {sums.amount === null ? null : <span>{money(sums.amount, lang)}</span>}
    </p>
  );
}

function Cards({ items, ...props }: Props & { items: readonly RecordItem[] }) {
  const t = useListWords();
  if (items.length === 0) return <p className="column-none">{t.emptyColumn}</p>;
  return items.map((item) => <Card key={item.id} item={item} {...props} />);
}

function Card({ item, object, next, moving, onSeen, onNext }: Props & { item: RecordItem }) {
  const t = useListWords();
  const { ref, handle, dragging } = useDrag(String(item.id));
  useEffect(() => {
    onSeen(item);
  }, [item, onSeen]);
  const to = `/r/${object.key}/${item.id}`;
  const busy = moving !== null && moving === item.journey?.id;
  return (
    <article ref={ref} className={`kard${dragging ? " kard-dragging" : ""}`} aria-busy={busy}>
      <div className="kard-head">
        <Link to={to} draggable={false}>
          {item.title}
        </Link>
        <Menu
          items={[
            {
              key: "next",
              label: next === undefined ? t.toEnd : t.toNext(next.label),
              onClick: () => {
                onNext(item);
              },
            },
            {
              key: "open",
              label: t.openCard,
              onClick: () => {
                navigate(to);
              },
            },
          ]}
        >
          <Button look="quiet" size="small" label={t.cardMenu(item.title)} busy={busy}>
            ⋯
          </Button>
        </Menu>
      </div>
      <div className="kard-grip" ref={handle}>
        <p className="kard-line">
          <span>{item.owner.name}</span>
          <Amount object={object} item={item} />
        </p>
        <StageStatus beside={item.journey} process={undefined} bare />
        <span className="vh">{t.dragIt(item.title)}</span>
      </div>
    </article>
  );
}

/** What a card shows besides its name: the amount, where there is one. */
function Amount({ object, item }: { object: ObjectDef; item: RecordItem }) {
  const field = object.fields.find((one) => one.type === "money" && object.list_columns.includes(one.key));
  if (field === undefined || (item.values[field.key] ?? null) === null) return null;
  return <FieldValue field={field} value={item.values[field.key]} />;
}
