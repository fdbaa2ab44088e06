import { Fragment, type ReactNode } from "react";

import { asTheCompany, times, useManners, type Chosen, type Manners } from "@/features/notices/manners";
import { useMannersWords } from "@/features/notices/mannersWords";
import { useKit } from "@/ui/kit";

interface Props {
  /** Says how the last change went, in the way of the root we are in. */
  problem: (error: unknown) => ReactNode;
  /** The way back to what the company has. */
  back: (label: string, act: () => void) => ReactNode;
  onSaved: (said: string) => void;
}

/** How one wants to be told; each change holds from the moment it is made. */
export function MannersForm({ problem, back, onSaved }: Props) {
  const t = useMannersWords();
  const { manners: found, choose, problem: said } = useManners();
  const change = (what: Partial<Chosen>) => {
    choose(what, () => {
      onSaved(t.saved);
    });
  };
  if (found === undefined) return said === null ? null : problem(said);
  return (
    <div className="manners">
      <Ways of={found} change={change} />
      <Hours of={found} change={change} />
      {problem(said)}
      {own(found)
        ? back(t.asCompany, () => {
            change(asTheCompany);
          })
        : null}
    </div>
  );
}

interface Part {
  of: Manners;
  change: (what: Partial<Chosen>) => void;
}

function Ways({ of, change }: Part) {
  const t = useMannersWords();
  const { Toggle, Choices } = useKit();
  const mail = !of.mail_works ? t.noMail : of.address === null ? t.noAddress : t.mailTo(of.address);
  return (
    <>
      <label htmlFor="by-mail">{t.mail}</label>
      <Toggle
        id="by-mail"
        value={of.mail}
        onChange={(on) => {
          change({ mail: on === true });
        }}
      />
      <p className="muted small">{mail}</p>
      <label htmlFor="popups">{t.popups}</label>
      <Toggle
        id="popups"
        value={of.popups}
        onChange={(on) => {
          change({ popups: on === true });
        }}
      />
      <label htmlFor="at-once">{t.atOnce}</label>
      <Choices
        id="at-once"
        value={of.at_once ?? of.company.at_once}
        options={(["warn", "due", "escalate"] as const).map((value) => ({ value, label: t.levels[value] }))}
        onChange={(chosen) => {
          change({ at_once: [...chosen] as NonNullable<Chosen["at_once"]> });
        }}
      />
      <p className="muted small">{t.atOnceHint(of.company.most_at_once, of.company.gap_minutes)}</p>
    </>
  );
}

function Hours({ of, change }: Part) {
  const t = useMannersWords();
  const { Choice } = useKit();
  const digests = of.digests ?? of.company.digests;
  const from = of.quiet_from ?? of.company.quiet_from;
  const until = of.quiet_until ?? of.company.quiet_until;
  const offered = times(60, from, until).map(said);
  return (
    <>
      {[0, 1].map((place) => (
        <Fragment key={place}>
          <label htmlFor={`digest-${place}`}>{place === 0 ? t.digests : t.second}</label>
          <Choice
            id={`digest-${place}`}
            value={digests[place] ?? "none"}
            options={[
              { value: "none", label: t.none },
              ...times(15, ...digests)
                .filter(awake)
                .map(said),
            ]}
            onChange={(at) => {
              const others = digests.filter((_, i) => i !== place);
              change({ digests: [...new Set(at === null || at === "none" ? others : [...others, at])].sort() });
            }}
          />
        </Fragment>
      ))}
      <p className="muted small">{t.digestsHint}</p>
      <label htmlFor="quiet-from">{t.quietFrom}</label>
      <Choice
        id="quiet-from"
        value={from}
        options={offered}
        onChange={(at) => {
          change({ quiet_from: at });
        }}
      />
      <label htmlFor="quiet-until">{t.quietUntil}</label>
      <Choice
        id="quiet-until"
        value={until}
        options={offered}
        onChange={(at) => {
          change({ quiet_until: at });
        }}
      />
    </>
  );
}

function awake(at: string): boolean {
  return at >= "06:00" && at <= "22:00";
}

function said(at: string): { value: string; label: string } {
  return { value: at, label: at };
}

/** Whether anything is other than the company has it. */
function own({ mail, popups, digests, at_once, quiet_from, quiet_until }: Manners): boolean {
  return !mail || !popups || [digests, at_once, quiet_from, quiet_until].some((one) => one !== null);
}
