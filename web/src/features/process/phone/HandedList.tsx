import { useState } from "react";

import { fileUrl } from "@/features/objects/api";
import { handedIn } from "@/features/process/next";
import { Rejection, Reviewed, Waiting } from "@/features/process/phone/ItemState";
import { ReviewBox } from "@/features/process/phone/ReviewBox";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { DeliverableDef, HandedIn, Journey } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { Icon } from "@/ui/phone/Icon";
import { Status, type Tone } from "@/ui/Status";

const tones: Readonly<Record<HandedIn["status"], Tone>> = { waiting: "warn", accepted: "ok", rejected: "bad" };

/** What was handed in for a deliverable, the latest first; who may review does it here. */
export function HandedList({ journey, thing }: { journey: Journey; thing: DeliverableDef }) {
  const t = usePhoneProcessWords();
  const things = handedIn(journey, thing.key);
  if (things.length === 0) return null;
  return (
    <ul className="handed" aria-label={t.handed}>
      {things.map((one) => (
        <li key={one.id}>
          <One of={one} />
        </li>
      ))}
    </ul>
  );
}

function One({ of: one }: { of: HandedIn }) {
  const words = useProcessWords();
  const lang = useLang();
  return (
    <>
      <Status tone={tones[one.status]}>{words.status[one.status]}</Status>
      <Content of={one} />
      <p className="handed-by">
        <span>{words.by(one.by.name, stamp(one.at, lang))}</span>
        {one.late ? <span>{words.late}</span> : null}
      </p>
      <Verdict of={one} />
      {one.can_review ? <ReviewBox id={one.id} /> : null}
    </>
  );
}

/** What the reviewer said; a customer's answer speaks for itself. */
function Verdict({ of: one }: { of: HandedIn }) {
  if (one.kind === "confirmation") return null;
  if (one.status === "waiting") return <Waiting of={one} />;
  return one.status === "rejected" ? <Rejection of={one} /> : <Reviewed of={one} />;
}

function Content({ of: { file, text, kind } }: { of: HandedIn }) {
  const [broken, setBroken] = useState(false);
  if (file === null) return text === null ? null : <blockquote>{text}</blockquote>;
  const picture = file.type.startsWith("image/") && !broken;
  return (
    <>
      <a className="handed-file" href={fileUrl(file.id, {})} target="_blank" rel="noreferrer">
        {picture ? (
          <img
            className="handed-photo"
            src={fileUrl(file.id, { size: 160 })}
            alt={file.name}
            loading="lazy"
            onError={() => {
              setBroken(true);
            }}
          />
        ) : (
          <>
            <Icon name={kind === "audio" ? "mic" : "file"} /> {file.name}
          </>
        )}
      </a>
      {text === null ? null : <blockquote>{text}</blockquote>}
    </>
  );
}
