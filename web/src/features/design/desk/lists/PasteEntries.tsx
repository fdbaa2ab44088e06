import { useId, useState } from "react";

import { addEntries, pasted } from "@/features/design/dictionaries";
import { useEditor } from "@/features/design/editing";
import type { Dictionary } from "@/features/design/shapes";
import { useListWords } from "@/features/design/words/lists";
import { Button } from "@/ui/desk/Button";

/** Many entries at once: a line each, typed or pasted from a sheet. What is there already is not added again. */
export function PasteEntries({ dictionary }: { dictionary: Dictionary }) {
  const t = useListWords();
  const { change } = useEditor();
  const [text, setText] = useState("");
  const id = useId();
  const found = pasted(text, dictionary);
  const add = () => {
    change(addEntries(dictionary, found.entries));
    setText("");
  };
  return (
    <form
      className="entry-paste"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <label htmlFor={id}>{t.pasteLabel}</label>
      <small id={`${id}-hint`} className="muted">
        {t.pasteHint}
      </small>
      <textarea
        id={id}
        className="native-box"
        rows={3}
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          add();
        }}
      />
      <span className="entry-paste-act">
        <Button submit disabled={found.entries.length === 0}>
          {found.entries.length === 0 ? t.addNothing : t.addMany(found.entries.length)}
        </Button>
        <span role="status">
          {found.known.length === 0 ? "" : t.known(found.known.length, found.known.slice(0, 5).join(t.comma))}
          {found.beyond === 0 ? "" : t.beyond(found.beyond)}
        </span>
      </span>
    </form>
  );
}
