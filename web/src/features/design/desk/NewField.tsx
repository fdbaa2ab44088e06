import { useEffect, useRef, useState } from "react";

import { PickBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import { addField, fieldKey } from "@/features/design/fields";
import type { DesignField, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { Button } from "@/ui/desk/Button";

/** A line for new fields: a name, Enter, the next name. Its English name or a number of its own gives it a key. */
export function NewField({ object, onMade }: { object: DesignObject; onMade: (field: DesignField) => void }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const first = useRef<HTMLInputElement>(null);
  const [type, setType] = useState("text");
  const [typed, setTyped] = useState({ zh: "", en: "", key: "" });
  const line = useRef<HTMLFormElement>(null);
  const adding = useRef(false);
  useEffect(() => {
    // What was just added stands last: shown, so that one sees it was taken.
    if (adding.current)
      line.current?.parentElement?.querySelector("tbody tr:last-child")?.scrollIntoView({ block: "nearest" });
    adding.current = false;
  }, [object.fields.length]);
  const made = fieldKey(object, typed.en);
  const box = (part: keyof typeof typed, label: string, placeholder: string) => (
    <input
      className="native-box"
      aria-label={`${t.newField}${t.colon}${label}`}
      placeholder={placeholder}
      value={typed[part]}
      onChange={(event) => {
        setTyped({ ...typed, [part]: event.target.value });
      }}
      {...(part === "zh" ? { ref: first } : {})}
    />
  );
  const add = () => {
    const zh = typed.zh.trim() || typed.en.trim();
    first.current?.focus();
    if (zh === "") return;
    const label = { zh, en: typed.en.trim() || zh };
    adding.current = true;
    const field = { key: typed.key.trim() || made, label, type };
    change(addField(body, object, field));
    onMade(field);
    setTyped({ zh: "", en: "", key: "" });
  };
  return (
    <form
      ref={line}
      className="design-new"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      {box("zh", t.colName, t.newField)}
      {box("en", t.colEn, t.colEn)}
      {box("key", t.colKey, made)}
      <PickBox
        label={`${t.newField}${t.colon}${t.colType}`}
        value={type}
        onPick={setType}
        options={Object.entries(t.fieldTypes).map(([value, label]) => ({ value, label }))}
      />
      <Button submit>{t.addField}</Button>
      <small className="muted">{t.newFieldHint}</small>
    </form>
  );
}
