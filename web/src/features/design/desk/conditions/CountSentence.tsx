import { PickBox, TextBox } from "@/features/design/desk/boxes";
import { GroupBox } from "@/features/design/desk/conditions/GroupBox";
import { firstSentence } from "@/features/design/conditions/phrases";
import { useConditionWords } from "@/features/design/conditions/said";
import { closed, opened } from "@/features/design/conditions/tree";
import type { Body, DesignObject } from "@/features/design/shapes";
import { pointersTo } from "@/features/design/steps";
import type { Count, Ordering } from "@/lib/conditions";
import { say } from "@/lib/i18n";

interface Props {
  object: DesignObject;
  body: Body;
  depth: number;
  value: Count;
  onChange: (value: Count) => void;
}

const orders: readonly Ordering[] = ["ge", "eq", "le", "gt", "lt", "ne"];

/** How many related records there are: all of them, or those for which a condition of their own holds. */
export function CountSentence({ object, body, depth, value, onChange }: Props) {
  const t = useConditionWords();
  const pointers = pointersTo(body, object.key);
  const chosen = pointers.find((one) => one.object.key === value.count && one.field.key === value.via);
  const several = (key: string) => pointers.filter((one) => one.object.key === key).length > 1;
  const options = pointers.map((one) => ({
    value: `${one.object.key}.${one.field.key}`,
    label: several(one.object.key) ? t.via(say(one.object.label), say(one.field.label)) : say(one.object.label),
  }));
  const now = `${value.count}.${value.via}`;
  return (
    <>
      <span>{t.countOf}</span>
      <PickBox
        label={t.how}
        value={value.op}
        options={orders.map((one) => ({ value: one, label: t.orders[one] }))}
        onPick={(op) => {
          onChange({ ...value, op: op as Ordering });
        }}
      />
      <span className="condition-number">
        <TextBox
          label={t.countNumber}
          numeric
          needed
          value={String(value.value)}
          onKeep={(text) => {
            if (/^\d{1,6}$/.test(text)) onChange({ ...value, value: Number(text) });
          }}
        />
      </span>
      <span>{t.countThings}</span>
      <PickBox
        label={t.countWhat}
        value={now}
        options={chosen === undefined ? [...options, { value: now, label: t.gone(value.count) }] : options}
        onPick={(picked) => {
          const [count = "", via = ""] = picked.split(".");
          // What was asked of other records makes no sense of these.
          onChange({ count, via, op: value.op, value: value.value });
        }}
      />
      {chosen === undefined ? null : <Where other={chosen.object} {...{ body, depth, value, onChange }} />}
    </>
  );
}

function Where({ other, body, depth, value, onChange }: Omit<Props, "object"> & { other: DesignObject }) {
  const t = useConditionWords();
  const { where, ...rest } = value;
  if (where === undefined || where === null) {
    return (
      <button
        type="button"
        className="condition-add"
        onClick={() => {
          onChange({ ...rest, where: firstSentence(other, body) });
        }}
      >
        {t.addWhere}
      </button>
    );
  }
  return (
    <div className="condition-where" role="group" aria-label={t.countWhere}>
      <small className="muted">{t.countWhere}</small>
      <GroupBox
        object={other}
        body={body}
        group={opened(where)}
        depth={depth + 1}
        counting={false}
        onChange={(next) => {
          const left = closed(next);
          onChange(left === null ? rest : { ...rest, where: left });
        }}
      />
    </div>
  );
}
