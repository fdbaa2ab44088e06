import { limitOf, limitText, type Unit } from "@/features/design/limit";
import type { Asked, Pack } from "@/features/setup/api";

/** A stage as it is called here, with its limit as it is typed. */
export interface OwnStage {
  readonly key: string;
  readonly label: string;
  readonly amount: string;
  readonly unit: Unit;
}

export interface Colleague {
  readonly name: string;
  readonly role: string;
  readonly leads: boolean;
}

/** What a workspace shall be, as far as it is typed. The password stands elsewhere: it is never kept. */
export interface Wish {
  readonly pack: string;
  readonly name: string;
  readonly login: string;
  readonly stages: readonly OwnStage[];
  readonly colleagues: readonly Colleague[];
  readonly samples: boolean;
}

export const nothing: Wish = { pack: "", name: "", login: "admin", stages: [], colleagues: [], samples: true };
export const MOST_COLLEAGUES = 5;

/** The stages of a pack, to be given names of one's own. */
export function stagesOf(pack: Pack): readonly OwnStage[] {
  return pack.stages.map(({ key, label, limit }) => {
    const { amount, unit } = limitOf(limit) ?? { amount: "", unit: "workdays" };
    return { key, label, amount, unit };
  });
}

/** Another pack; what was typed for the one before stays if it is the same. */
export function withPack(wish: Wish, pack: Pack): Wish {
  if (wish.pack === pack.key && wish.stages.length === pack.stages.length) return wish;
  return { ...wish, pack: pack.key, stages: stagesOf(pack), colleagues: [] };
}

/** Several lines pasted into a name fill the names from there on; a second column fills the limits. */
export function pasted(stages: readonly OwnStage[], from: number, text: string): readonly OwnStage[] | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines.filter(Boolean).length < 2) return null;
  return stages.map((stage, place) => {
    const [label = "", amount = ""] = (lines[place - from] ?? "").split("\t").map((part) => part.trim());
    if (place < from || label === "") return stage;
    return { ...stage, label, amount: /^\d+(\.\d+)?$/.test(amount) ? amount : stage.amount };
  });
}

/** What is sent for it. */
export function asked(wish: Wish, pack: Pack, secrets: { code: string; password: string }, lang: "zh" | "en"): Asked {
  return {
    ...secrets,
    lang,
    pack: pack.key,
    name: wish.name.trim(),
    login: wish.login.trim().toLowerCase(),
    stages: wish.stages.map(({ key, label, amount, unit }) => ({
      key,
      label: label.trim(),
      limit: limitText({ amount, unit }),
    })),
    colleagues: wish.colleagues
      .filter(({ name }) => name.trim() !== "")
      .map(({ name, role, leads }) => ({ name: name.trim(), role, leads })),
    samples: wish.samples && pack.samples,
  };
}

/** Why one can't go on from the stages; null when one can. */
export function wrongStage(wish: Wish): { place: number; why: "empty" | "twice" | "limit" } | null {
  const names = wish.stages.map(({ label }) => label.trim().toLowerCase());
  for (const [place, stage] of wish.stages.entries()) {
    const name = names[place] ?? "";
    if (name === "") return { place, why: "empty" };
    if (names.indexOf(name) !== place) return { place, why: "twice" };
    if (stage.amount.trim() !== "" && !(Number(stage.amount) > 0)) return { place, why: "limit" };
  }
  return null;
}
