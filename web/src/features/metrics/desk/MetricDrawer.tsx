import { useState } from "react";

import { useMetric, type Asked } from "@/features/metrics/api";
import { BehindRows } from "@/features/metrics/desk/BehindRows";
import { numberSaid, said } from "@/features/metrics/said";
import type { MetricAnswer, MetricDef, MetricRow } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Drawer } from "@/ui/desk/Drawer";
import { Loaded } from "@/ui/desk/states";

interface Props {
  metric: MetricDef;
  asked: Asked;
  onClose: () => void;
}

/** A number opened: what it means, how it splits, and the rows it is made of. */
export function MetricDrawer({ metric, asked, onClose }: Props) {
  const t = useMetricWords();
  const [by, setBy] = useState<string | null>(firstSplit(metric));
  const [group, setGroup] = useState<MetricRow | null>(null);
  const answer = useMetric(metric.key, { ...asked, by });
  return (
    <Drawer open title={metric.label} onClose={onClose} width={640}>
      <dl className="metric-meaning">
        <dt>{t.definition}</dt>
        <dd>{metric.definition}</dd>
        <dt>{t.formula}</dt>
        <dd>{metric.formula}</dd>
        <dt>{t.basis}</dt>
        <dd>{metric.date_basis}</dd>
      </dl>
      <div className="bar">
        <Select
          label={t.by}
          width={180}
          value={by}
          clearable={metric.always_by === null}
          onChange={(chosen) => {
            setBy(chosen);
            setGroup(null);
          }}
          options={metric.by.map((one) => ({ value: one.key, label: one.label }))}
        />
      </div>
      <Loaded of={answer} rows={5}>
        {(found) => <Split answer={found} group={group} onGroup={setGroup} />}
      </Loaded>
      <Behind metric={metric} asked={{ ...asked, by }} group={group} answer={answer.data} />
    </Drawer>
  );
}

/** What one most likely wants to know first: who. */
function firstSplit(metric: MetricDef): string | null {
  const person = metric.by.find((one) => one.key === "owner");
  return metric.always_by ?? (person ?? metric.by[0])?.key ?? null;
}

function Split({
  answer,
  group,
  onGroup,
}: {
  answer: MetricAnswer;
  group: MetricRow | null;
  onGroup: (row: MetricRow) => void;
}) {
  const t = useMetricWords();
  const lang = useLang();
  const averages = answer.rows.some((row) => row.median !== null);
  return (
    <>
      <p className="metric-sentence">{answer.sentence}</p>
      {answer.rows.length === 0 ? null : (
        <table className="facts-table">
          <thead>
            <tr>
              <th scope="col">{t.by}</th>
              <th scope="col" className="num">
                {averages ? t.meanShort : t.value}
              </th>
              {averages ? (
                <th scope="col" className="num">
                  {t.medianShort}
                </th>
              ) : null}
              <th scope="col" className="num">
                {t.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <tr key={String(row.key)} aria-selected={group?.key === row.key}>
                <th scope="row">
                  <Button
                    look="quiet"
                    size="small"
                    onClick={() => {
                      onGroup(row);
                    }}
                  >
                    {row.label || t.unknown}
                  </Button>
                </th>
                <td className="num">{numberSaid(row, answer, lang)}</td>
                {averages ? <td className="num">{said(row.median, answer.unit, answer.currency, lang)}</td> : null}
                <td className="num">{count(row.count, lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {answer.more ? <p className="muted">{t.rowsMore}</p> : null}
    </>
  );
}

interface BehindProps {
  metric: MetricDef;
  asked: Asked;
  group: MetricRow | null;
  answer: MetricAnswer | undefined;
}

function Behind({ metric, asked, group, answer }: BehindProps) {
  const t = useMetricWords();
  const [open, setOpen] = useState(false);
  if (group !== null) {
    const wanted = { ...asked, group: group.key === null ? "" : String(group.key) };
    return (
      <BehindRows metric={metric.key} title={t.behindOf(group.label || t.unknown)} asked={wanted} answer={answer} />
    );
  }
  if (open)
    return (
      <BehindRows metric={metric.key} title={t.behindOf(metric.label)} asked={{ ...asked, by: null }} answer={answer} />
    );
  return (
    <p className="stay-act">
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        {t.behind}
      </Button>
    </p>
  );
}
