import type { Body, Choice, DesignField } from "@/features/design/shapes";

/** The choices of a field, archived ones too: its own, or those of the list it shares. */
export function choicesOf(body: Body, field: DesignField | undefined): readonly Choice[] {
  const shared = body.dictionaries?.find(({ key }) => key === field?.dictionary);
  return shared?.entries ?? field?.choices ?? [];
}
