import { useId, useState } from "react";

import { ForeseenSteps } from "@/features/approvals/AskForm";
import { useTried } from "@/features/design/approvals";
import { useEditor } from "@/features/design/editing";
import type { ApprovalPart } from "@/features/design/approvalShapes";
import { useApprovingWords } from "@/features/design/words/approvals";
import { query, send } from "@/lib/http";
import { Loaded } from "@/ui/desk/states";
import { useKit, type Found } from "@/ui/kit";

/** Who would be asked about a record if its owner asked now: nothing is sent. */
export function TryView({ approval }: { approval: ApprovalPart }) {
  const t = useApprovingWords();
  const { Lookup } = useKit();
  const id = useId();
  const { draft } = useEditor();
  const [record, setRecord] = useState<Found | null>(null);
  // One that has just been made is asked about once the server has it.
  const there = draft.body.approvals?.some(({ key }) => key === approval.key) ?? false;
  const tried = useTried(draft.id, approval.key, draft.revision, there ? (record?.id ?? null) : null);
  return (
    <section className="design-panel approving-try" aria-label={t.tryIt}>
      <h2>{t.tryIt}</h2>
      <p className="muted">{t.tryNote}</p>
      <label htmlFor={id}>{t.record}</label>
      <Lookup
        id={id}
        value={record}
        placeholder={t.pickRecord}
        onChange={setRecord}
        search={(text) => records(approval.object, text)}
      />
      {record === null ? null : (
        <Loaded of={tried} rows={3}>
          {(found) => (
            <>
              <p role="status">{t.tried(found.title, found.owner)}</p>
              {found.steps.some((step) => step.needed) ? null : <p>{t.noStep}</p>}
              <ForeseenSteps steps={found.steps} />
            </>
          )}
        </Loaded>
      )}
    </section>
  );
}

async function records(object: string, text: string): Promise<readonly Found[]> {
  const found = await send<{ items: { id: number; title: string; owner: { name: string | null } }[] }>(
    "GET",
    `/records/${object}${query({ q: text, limit: 10 })}`,
  );
  return found.items.map(({ id, title, owner }) => ({ id, name: title, hint: owner.name ?? undefined }));
}
