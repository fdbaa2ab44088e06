import type { Labelled } from "@/features/design/shapes";
import { say } from "@/lib/i18n";
import type { Option } from "@/ui/kit";

/** A thing of the document as something to choose. */
export function option(one: Labelled): Option {
  return { value: one.key, label: say(one.label) };
}

/** A whole number where one was typed; else what was typed, for the server to refuse. */
export function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
