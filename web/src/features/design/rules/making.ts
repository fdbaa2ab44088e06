import { choicesOf } from "@/features/design/choices";
import { numeric } from "@/features/design/formulas";
import { processOf } from "@/features/design/rules/happenings";
import type { Action, Deed, Whom } from "@/features/design/rules/shapes";
import type { Body, Both, DesignField, DesignObject } from "@/features/design/shapes";

/** New steps of rules, each of which may stand as it is: whoever adds one changes what they like, and no more. */

const owner: Whom = { who: "owner" };
const texts: readonly string[] = ["text", "long_text"];

/** Words that new steps begin with. */
export interface Beginnings {
  readonly task: Both;
  readonly alert: Both;
  readonly label: Both;
  readonly push: Both;
  readonly subject: Both;
  readonly mail: Both;
  readonly demand: Both;
}

/** One more action of a kind; null where the configuration has nothing it could be done with. */
export function actionOf(body: Body, object: DesignObject, deed: Deed, key: string, words: Beginnings): Action | null {
  const more = members[deed](body, object, words);
  return more === null ? null : { key, do: deed, ...more };
}

type Members = Omit<Action, "key" | "do">;

const members: Readonly<Record<Deed, (body: Body, object: DesignObject, words: Beginnings) => Members | null>> = {
  task: (_body, _object, { task }) => ({ to: owner, title: task, due: "1 workday" }),
  alert: (_body, _object, { alert }) => ({ to: [owner], level: "warn", text: alert }),
  push: (_body, _object, { label, push }) => ({ to: [owner], label, text: push }),
  set: (body, object) => {
    const field = settable(object).find((one) => valueOf(body, one) !== null);
    return field === undefined ? null : { field: field.key, value: valueOf(body, field) };
  },
  demand: (body, object, { demand }) =>
    processOf(body, object.key) === undefined
      ? null
      : { deliverable: { key: "more", label: demand, kind: "text", min_length: 10 } },
  approval: (body) => {
    const [first] = body.approvals ?? [];
    return first === undefined ? null : { approval: first.key };
  },
  assign: (body) => {
    const roles = body.roles ?? [];
    const role = roles.find(({ scope }) => scope === "own") ?? roles[0];
    return role === undefined ? null : { how: "in_turn", role: role.key };
  },
  release: (body, object) => ((body.pools ?? []).some((pool) => pool.object === object.key) ? {} : null),
  mail: (_body, object, { subject, mail }) => {
    const [address] = mailFields(object);
    return address === undefined ? null : { field: address.key, subject, text: mail };
  },
  webhook: () => ({ url: "https://example.com/hook", fields: [] }),
};

/** The fields an e-mail can be sent to. */
export function mailFields(object: DesignObject): readonly DesignField[] {
  return object.fields.filter(({ type }) => type === "email");
}

const kept: readonly string[] = [
  ...["formula", "auto_number", "reference", "member", "team"],
  ...["file", "photo", "audio", "signature", "address", "location"],
];

/** The fields that a rule may write into: nobody and nothing else fills them in. */
export function settable(object: DesignObject): readonly DesignField[] {
  return object.fields.filter(({ type }) => !kept.includes(type));
}

/** A value that a field takes, to begin with; null where only a person can know one. */
export function valueOf(body: Body, field: DesignField): unknown {
  const [choice] = choicesOf(body, field).filter(({ archived }) => archived !== true);
  if (numeric.includes(field.type)) return Number(field.min ?? 0);
  if (texts.includes(field.type)) return field.pattern ? null : "…";
  const begun: Readonly<Record<string, unknown>> = {
    boolean: true,
    date: { days: 1 },
    datetime: { days: 1 },
    choice: choice?.key,
    choices: choice && [choice.key],
  };
  return begun[field.type] ?? null;
}

/** Whom a kind of person means until somebody says who exactly; null where there is nobody of the kind. */
export function whomOf(
  who: Whom["who"],
  known: { readonly fields: readonly DesignField[]; readonly roles: readonly { readonly key: string }[] } & {
    readonly skills: readonly string[];
    readonly people: readonly { readonly login: string }[];
  },
): Whom | null {
  if (who === "owner" || who === "manager") return { who };
  const first: Readonly<Record<typeof who, string | undefined>> = {
    member: known.fields[0]?.key,
    role: known.roles[0]?.key,
    skill: known.skills[0],
    person: known.people[0]?.login,
  };
  const key = first[who];
  return key === undefined ? null : { who, key };
}
