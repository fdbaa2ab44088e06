import { useState } from "react";

import { renamed } from "@/features/design/body";
import { TextBox } from "@/features/design/desk/boxes";
import type { Both } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { Button } from "@/ui/desk/Button";

/** What not to forget, line by line in both languages. Enter in the last line adds it and waits for more. */
export function Checklist({
  checks,
  onKeep: set,
}: {
  checks: readonly Both[];
  onKeep: (checks: readonly Both[]) => void;
}) {
  const t = useDesignWords();
  return (
    <fieldset className="design-checks">
      <legend>{t.checklist}</legend>
      {checks.map((check, i) => (
        <div key={i} className="design-check">
          {(["zh", "en"] as const).map((which) => (
            <TextBox
              key={which}
              needed
              label={which === "zh" ? t.checkZh(i + 1) : t.checkEn(i + 1)}
              value={check[which]}
              onKeep={(text) => {
                set(checks.map((one, at) => (at === i ? renamed(one, which, text) : one)));
              }}
            />
          ))}
          <Button
            size="small"
            look="quiet"
            label={t.removeCheck(i + 1)}
            onClick={() => {
              set(checks.filter((_, at) => at !== i));
            }}
          >
            ×
          </Button>
        </div>
      ))}
      <NewLine
        label={t.newCheck}
        add={t.addCheck}
        onAdd={(text) => {
          set([...checks, { zh: text, en: text }]);
        }}
      />
    </fieldset>
  );
}

/** A line for one more: Enter or the button adds it. */
function NewLine({ label, add, onAdd }: { label: string; add: string; onAdd: (text: string) => void }) {
  const [text, setText] = useState("");
  const go = () => {
    if (text.trim() !== "") onAdd(text.trim());
    setText("");
  };
  return (
    <form
      className="design-check"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <input
        className="native-box"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Button size="small" submit>
        {add}
      </Button>
    </form>
  );
}
