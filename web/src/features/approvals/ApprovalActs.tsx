import { useState } from "react";

import { useActOn, type Act, type Approval } from "@/features/approvals/api";
import { BackForm, PersonForm, WordForm, type FormProps } from "@/features/approvals/forms";
import type { Parts } from "@/features/approvals/parts";
import { useApprovalWords } from "@/features/approvals/words";
import { perform } from "@/lib/perform";

interface Props {
  approval: Approval;
  parts: Parts;
}

type Open = "back" | "refuse" | "delegate" | "add_signer" | "withdraw" | "resubmit" | "more" | null;

/** What one may do with an approval: to agree is one tap, to send it back with a reason is two. */
export function ApprovalActs({ approval, parts }: Props) {
  const t = useApprovalWords();
  const { Problem } = parts;
  const act = useActOn(approval.id);
  const [open, setOpen] = useState<Open>(null);
  const close = () => {
    setOpen(null);
  };
  const doIt = (what: Act) => {
    perform(act, what, () => {
      close();
      parts.toast({ remind: t.reminded, resubmit: t.sent, withdraw: t.withdrawn }[what.do as string] ?? t.answered);
    });
  };
  const form = { approval, parts, busy: act.isPending, onDo: doIt, onClose: close };
  return (
    <div className="approval-acts">
      {open === null || open === "more" ? (
        <Bar approval={approval} parts={parts} open={open} busy={act.isPending} onOpen={setOpen} onDo={doIt} />
      ) : (
        <Form {...form} what={open} />
      )}
      <Problem error={act.error} />
    </div>
  );
}

function Form({ what, ...form }: FormProps & { what: Exclude<Open, null | "more"> }) {
  if (what === "back") return <BackForm {...form} />;
  if (what === "delegate" || what === "add_signer") return <PersonForm {...form} what={what} />;
  return <WordForm {...form} what={what} />;
}

interface BarProps extends Props {
  open: Open;
  busy: boolean;
  onOpen: (open: Open) => void;
  onDo: (what: Act) => void;
}

function Bar(props: BarProps) {
  const { approval, parts, open, onOpen } = props;
  const t = useApprovalWords();
  const { Button } = parts;
  const { can } = approval;
  return (
    <div className="bar">
      {can.answer ? <Answer {...props} /> : null}
      {can.resubmit ? (
        <Button
          look="primary"
          onClick={() => {
            onOpen("resubmit");
          }}
        >
          {t.resubmit}
        </Button>
      ) : null}
      {open === "more" ? <More {...props} /> : null}
      {can.answer && open !== "more" ? (
        <Button
          look="quiet"
          onClick={() => {
            onOpen("more");
          }}
        >
          {t.more}
        </Button>
      ) : null}
      <Own {...props} />
    </div>
  );
}

function Answer({ parts, busy, onDo, onOpen }: BarProps) {
  const t = useApprovalWords();
  const { Button } = parts;
  return (
    <>
      <Button
        look="primary"
        busy={busy}
        onClick={() => {
          onDo({ do: "answer", yes: true, reason: "" });
        }}
      >
        {t.agree}
      </Button>
      <Button
        onClick={() => {
          onOpen("back");
        }}
      >
        {t.back}
      </Button>
    </>
  );
}

function More({ approval, parts, onOpen }: BarProps) {
  const t = useApprovalWords();
  const { Button } = parts;
  const acts = [
    { what: "refuse", label: t.refuse, may: true },
    { what: "delegate", label: t.delegate, may: approval.can.delegate },
    { what: "add_signer", label: t.addSigner, may: approval.can.add_signer },
  ] as const;
  return acts
    .filter(({ may }) => may)
    .map(({ what, label }) => (
      <Button
        key={what}
        look={what === "refuse" ? "danger" : "plain"}
        onClick={() => {
          onOpen(what);
        }}
      >
        {label}
      </Button>
    ));
}

function Own({ approval, parts, busy, onDo, onOpen }: BarProps) {
  const t = useApprovalWords();
  const { Button } = parts;
  return (
    <>
      {approval.can.remind ? (
        <Button
          busy={busy}
          onClick={() => {
            onDo({ do: "remind" });
          }}
        >
          {t.remind}
        </Button>
      ) : null}
      {approval.can.withdraw ? (
        <Button
          look="quiet"
          onClick={() => {
            onOpen("withdraw");
          }}
        >
          {t.withdraw}
        </Button>
      ) : null}
    </>
  );
}
