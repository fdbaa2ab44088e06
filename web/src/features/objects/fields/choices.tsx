import { called, offered } from "@/features/objects/fields/choice";
import { register, type EditProps, type ShowProps } from "@/features/objects/field-types";
import { useLang } from "@/lib/i18n";
import { useKit } from "@/ui/kit";

register({ key: "choices", Show: ChoicesShow, Edit: ChoicesEdit, ops: ["in", "is_empty", "is_filled"] });

const keys = (value: unknown): string[] => (Array.isArray(value) ? value.filter((key) => typeof key === "string") : []);

function ChoicesShow({ value, field }: ShowProps) {
  const lang = useLang();
  return keys(value)
    .map((key) => called(field, key, lang))
    .join(lang === "zh" ? "、" : ", ");
}

function ChoicesEdit({ field, value, onChange, ...rest }: EditProps) {
  const { Choices } = useKit();
  const lang = useLang();
  return <Choices {...rest} options={offered(field, keys(value), lang)} value={keys(value)} onChange={onChange} />;
}
