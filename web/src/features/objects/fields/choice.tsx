import type { Field } from "@/features/objects/api";
import { register, type EditProps, type ShowProps } from "@/features/objects/field-types";
import { text } from "@/features/objects/pieces";
import { say, useLang, type Lang } from "@/lib/i18n";
import { useKit, type Option } from "@/ui/kit";

register({
  key: "choice",
  Show: ChoiceShow,
  Edit: ChoiceEdit,
  ops: ["eq", "ne", "is_empty", "is_filled"],
});

/** What one can choose: what is archived only while it is chosen already. */
export function offered(field: Field, chosen: readonly string[], lang: Lang): Option[] {
  return (field.choices ?? [])
    .filter((choice) => !choice.archived || chosen.includes(choice.key))
    .map((choice) => ({ value: choice.key, label: say(choice.label, lang) }));
}

/** What a choice is called. */
export function called(field: Field, key: string, lang: Lang): string {
  return say(field.choices?.find((choice) => choice.key === key)?.label, lang) || key;
}

function ChoiceShow({ value, field }: ShowProps) {
  return called(field, text(value), useLang());
}

function ChoiceEdit({ field, value, onChange, ...rest }: EditProps) {
  const { Choice } = useKit();
  const lang = useLang();
  const chosen = text(value);
  return (
    <Choice
      {...rest}
      options={offered(field, [chosen], lang)}
      value={chosen === "" ? null : chosen}
      onChange={onChange}
    />
  );
}
