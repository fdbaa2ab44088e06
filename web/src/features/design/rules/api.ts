import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { Rule } from "@/features/design/rules/shapes";
import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type RulePeople = Sent<"RulePeople">;
export type Rehearsal = Sent<"RehearsalOut">;
export type Judged = Rehearsal["cases"][number]["judged"][number];
export type Tried = Sent<"RuleTried">;

/** Whom rules may name: everybody at work, and the skills they have. */
export function useRulePeople(draft: number) {
  return useQuery({
    queryKey: ["design", "rules", "people", draft],
    queryFn: () => send<RulePeople>("GET", `/design/drafts/${draft}/rules/people`),
    staleTime: 60_000,
  });
}

const patience = 600; // milliseconds without a change before the past is asked again

/** What stands still for a moment: a value that changes all the time is followed when it rests. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, patience);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return settled;
}

interface Asked {
  readonly draft: number;
  readonly rule: string;
  /** What the server has of the rule: the answer changes with it, and with nothing else of the draft. */
  readonly kept: string;
}

/** What the rule would have done in the last days. */
export function useRehearsal({ draft, rule, kept }: Asked) {
  return useQuery({
    queryKey: ["design", "rules", "rehearsal", draft, rule, kept],
    queryFn: ({ signal }) =>
      send<Rehearsal>("GET", `/design/drafts/${draft}/rules/${rule}/rehearsal`, undefined, signal),
    enabled: kept !== "",
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** What the rule comes to for one record. */
export function useTried({ draft, rule, kept }: Asked, record: number | null) {
  return useQuery({
    queryKey: ["design", "rules", "try", draft, rule, kept, record],
    queryFn: ({ signal }) =>
      send<Tried>("GET", `/design/drafts/${draft}/rules/${rule}/try/${record ?? 0}`, undefined, signal),
    enabled: kept !== "" && record !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The rule as text, as the draft has it. */
export function useRuleText({ draft, rule, kept }: Asked) {
  return useQuery({
    queryKey: ["design", "rules", "text", draft, rule, kept],
    queryFn: async () => (await send<Sent<"RuleText">>("GET", `/design/drafts/${draft}/rules/${rule}/text`)).text,
    enabled: kept !== "",
    placeholderData: keepPreviousData,
  });
}

/** The rule that a text says, or what keeps it from being one. */
export function useReadRule(draft: number, rule: string) {
  return useMutation({
    mutationFn: async (text: string) =>
      (await send<{ value: Rule }>("POST", `/design/drafts/${draft}/rules/${rule}/text`, { text })).value,
  });
}
