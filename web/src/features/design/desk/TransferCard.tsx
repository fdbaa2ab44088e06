import { useId, useState } from "react";

import { type Mapping, type Passing, usePassing, useTransfer, type WaitingProcess } from "@/features/design/transfers";
import { useTransferWords } from "@/features/design/words/transfers";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Link } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Card } from "@/ui/desk/PageHeader";
import { Problem } from "@/ui/desk/states";
import { Status } from "@/ui/Status";

const STAYS = "-";

/** The journeys of one process under older versions: stage by stage, where they go, and what would become of them. */
export function TransferCard({ waiting }: { waiting: WaitingProcess }) {
  const t = useTransferWords();
  const lang = useLang();
  const graceId = useId();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [grace, setGrace] = useState(true);
  const [unchosen, setUnchosen] = useState(false);
  const transfer = useTransfer();
  const target = (stage: WaitingProcess["stages"][number]) => chosen[stage.stage] ?? stage.to ?? STAYS;
  const mapping: Mapping = Object.fromEntries(
    waiting.stages.filter((one) => target(one) !== STAYS).map((one) => [one.stage, target(one)]),
  );
  const passing = usePassing(waiting.process, mapping);
  const going = waiting.stages.filter((one) => one.stage in mapping).reduce((sum, one) => sum + one.count, 0);
  return (
    <Card title={t.heading(waiting.label, waiting.number)}>
      <div className="design-scroll">
        <table className="design-versions">
          <thead>
            <tr>
              {[t.standing, t.journeys, t.to, t.effect].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {waiting.stages.map((stage) => (
              <StageRow
                key={stage.stage}
                stage={stage}
                targets={waiting.targets}
                target={target(stage)}
                passing={passing.data?.find((one) => one.stage === stage.stage && one.to === target(stage))}
                onChoose={(to) => {
                  setUnchosen(false);
                  setChosen({ ...chosen, [stage.stage]: to });
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="design-check">
        <input
          id={graceId}
          type="checkbox"
          checked={grace}
          onChange={(event) => {
            setGrace(event.target.checked);
          }}
        />{" "}
        <label htmlFor={graceId}>{t.grace}</label>
      </p>
      <Button
        look="primary"
        busy={transfer.isPending}
        onClick={() => {
          if (going === 0) setUnchosen(true);
          else transfer.mutate({ process: waiting.process, mapping, grace: grace ? "1 workday" : null });
        }}
      >
        {t.move(count(going, lang))}
      </Button>
      {unchosen ? (
        <p className="problem" role="alert">
          {t.chooseFirst}
        </p>
      ) : null}
      <Problem error={transfer.error ?? passing.error} />
    </Card>
  );
}

interface RowProps {
  stage: WaitingProcess["stages"][number];
  targets: WaitingProcess["targets"];
  target: string;
  passing: Passing | undefined;
  onChoose: (target: string) => void;
}

function StageRow({ stage, targets, target, passing, onChoose }: RowProps) {
  const t = useTransferWords();
  const lang = useLang();
  return (
    <tr>
      <th scope="row">{stage.label}</th>
      <td>{count(stage.count, lang)}</td>
      <td>
        <Select
          label={t.toOf(stage.label)}
          width={180}
          value={target}
          options={[{ value: STAYS, label: t.stays }, ...targets.map(({ key, label }) => ({ value: key, label }))]}
          onChange={(to) => {
            onChoose(to ?? STAYS);
          }}
        />
      </td>
      <td>{target === STAYS ? null : <Afterwards same={target === stage.stage} passing={passing} />}</td>
    </tr>
  );
}

/** What becomes of those in one stage: whether their clock runs on, and who would be red at once. */
function Afterwards({ same, passing }: { same: boolean; passing: Passing | undefined }) {
  const t = useTransferWords();
  const lang = useLang();
  const more = passing === undefined ? 0 : passing.red - passing.reds.length;
  return (
    <>
      <span className="muted">{same ? t.keepsClock : t.freshClock}</span>
      {passing === undefined || passing.red === 0 ? null : (
        <details>
          <summary>
            <Status tone="bad">{t.red(count(passing.red, lang))}</Status>
          </summary>
          <ul className="design-journeys">
            {passing.reds.map((one) => (
              <li key={one.journey_id}>
                <Link to={`/r/${one.object}/${one.record_id}`}>{one.title}</Link>
              </li>
            ))}
            {more > 0 ? <li className="muted">{t.more(count(more, lang))}</li> : null}
          </ul>
        </details>
      )}
    </>
  );
}
