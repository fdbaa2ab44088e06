import { useRef } from "react";

import { renamed } from "@/features/design/body";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { useHere } from "@/features/design/desk/rules/here";
import { pieces, withField } from "@/features/design/rules/texts";
import type { Both, DesignObject } from "@/features/design/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import { say } from "@/lib/i18n";

interface Props {
  label: string;
  value: Both | null | undefined;
  /** Null when nothing is left of it. */
  onKeep: (words: Both | null) => void;
  needed?: boolean;
  rows?: number;
  fresh?: boolean;
}

/** A text in both languages that may name fields of the record: chosen from a list, put where the caret was. */
export function WordsBox({ label, value, onKeep, needed = false, rows, fresh = false }: Props) {
  const t = useRuleWords();
  const { object } = useHere();
  const words = value ?? { zh: "", en: "" };
  const caret = useRef<{ which: keyof Both; at: number }>({ which: "zh", at: Infinity });
  const keep = (which: keyof Both, text: string) => {
    const next = renamed(words, which, text);
    onKeep(next.zh === "" && next.en === "" ? null : next);
  };
  return (
    <div className="rule-words">
      {(["zh", "en"] as const).map((which) => (
        <Row key={which} label={which === "zh" ? label : t.textEn}>
          {(id) => (
            <span
              onSelect={({ target }) => {
                caret.current = { which, at: (target as HTMLInputElement).selectionStart ?? Infinity };
              }}
            >
              <TextBox
                id={id}
                needed={needed}
                fresh={fresh && which === "zh"}
                value={words[which]}
                {...(which === "zh" ? {} : { label: `${label}${t.colon}${t.textEn}` })}
                {...(rows === undefined ? {} : { rows })}
                onKeep={(text) => {
                  keep(which, text);
                }}
              />
            </span>
          )}
        </Row>
      ))}
      <select
        className="native-box rule-insert"
        aria-label={`${label}${t.colon}${t.insert}`}
        value=""
        onChange={({ target }) => {
          const { which, at } = caret.current;
          if (target.value !== "") keep(which, withField(words[which], at, target.value));
        }}
      >
        <option value="">+ {t.insert}</option>
        {object.fields.map((field) => (
          <option key={field.key} value={field.key}>
            {say(field.label)}
          </option>
        ))}
      </select>
      <Reading text={say(words)} object={object} />
    </div>
  );
}

/** The text with the names of its fields in their place. */
function Reading({ text, object }: { text: string; object: DesignObject }) {
  const t = useRuleWords();
  const found = pieces(text);
  if (!found.some(({ field }) => field)) return null;
  return (
    <p className="rule-reads">
      {t.reads}
      {t.colon}
      {found.map(({ field, said }, i) =>
        field ? (
          <span key={i} className="rule-chip">
            {say(object.fields.find(({ key }) => key === said)?.label ?? said)}
          </span>
        ) : (
          said
        ),
      )}
    </p>
  );
}
