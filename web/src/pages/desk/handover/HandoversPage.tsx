import { useState } from "react";

import { useWithoutOwner } from "@/features/handover/api";
import { History } from "@/features/handover/desk/History";
import { useHandoverWords } from "@/features/handover/words";
import { useMe, usePeople, useRight } from "@/features/org/api";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Link, navigate } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { Loaded } from "@/ui/desk/states";
import { Status } from "@/ui/Status";
import "@/pages/desk/handover/handover.css";

/** Whose work to hand over, what belongs to nobody who works here, and what was handed over. */
export function HandoversPage() {
  const t = useHandoverWords();
  const lang = useLang();
  const me = useMe().data?.person.id;
  const all = useRight("org.manage");
  const people = (usePeople().data ?? []).filter((one) => one.id !== me && (all || one.manager?.id === me));
  const [person, setPerson] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={t.title} finding={t.finding} />
      <div className="handover">
        <Card title={t.whose}>
          <p className="handover-line">
            <Select
              label={t.choose}
              width={260}
              value={person}
              options={people.map((one) => ({
                value: String(one.id),
                label: `${one.name} ${one.team?.name ?? ""}`.trim(),
              }))}
              onChange={setPerson}
            />
            <Button
              look="primary"
              disabled={person === null}
              onClick={() => {
                navigate(`/handover/${person ?? ""}`);
              }}
            >
              {t.open}
            </Button>
          </p>
        </Card>
        <Loaded of={useWithoutOwner()} rows={2}>
          {(left) => (
            <Card title={t.without}>
              {left.length === 0 ? (
                <Status tone="ok">{t.noneWithout}</Status>
              ) : (
                <>
                  <p className="muted">{t.withoutHint}</p>
                  <ul className="handover-list">
                    {left.map((one) => (
                      <li key={one.person.id} className="handover-line">
                        <Status tone="bad">{one.person.name}</Status>
                        <span>{t.left(count(one.journeys, lang), count(one.records, lang))}</span>
                        <Link to={`/handover/${one.person.id}`}>{t.open}</Link>
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </Card>
          )}
        </Loaded>
        <History />
      </div>
    </>
  );
}
