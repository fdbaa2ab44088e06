import { useState } from "react";

import { useQuestions } from "@/features/design/boards-api";
import { useEditor } from "@/features/design/editing";
import type { Question } from "@/features/design/shapes";
import { useBoardWords } from "@/features/design/words/boards";
import { Drawer } from "@/ui/desk/Drawer";
import { Loaded } from "@/ui/desk/states";

interface Props {
  onPick: (question: Question) => void;
  onClose: () => void;
}

/** The ready questions in plain words, by group; one types to find them. */
export function QuestionPicker({ onPick, onClose }: Props) {
  const t = useBoardWords();
  const questions = useQuestions();
  const { body } = useEditor();
  const [text, setText] = useState("");
  const amounts = (body.processes ?? []).some(({ amount }) => amount !== undefined && amount !== null);
  const fits = (one: Question) =>
    (amounts || !one.needs_amount) &&
    `${one.label} ${one.definition}`.toLowerCase().includes(text.trim().toLowerCase());
  return (
    <Drawer open title={t.pick} onClose={onClose} width={480}>
      <input
        type="search"
        className="native-box"
        aria-label={t.search}
        placeholder={t.search}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Loaded of={questions}>
        {(all) => {
          const found = all.filter(fits);
          return found.length === 0 ? (
            <p className="muted">{t.noQuestion}</p>
          ) : (
            grouped(found).map(([group, list]) => (
              <section key={group} className="question-group">
                <h3>{group}</h3>
                <ul>
                  {list.map((one) => (
                    <li key={one.key}>
                      <button
                        type="button"
                        onClick={() => {
                          onPick(one);
                        }}
                      >
                        {one.label}
                        {one.definition === "" ? null : <small>{one.definition}</small>}
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            ))
          );
        }}
      </Loaded>
    </Drawer>
  );
}

function grouped(questions: readonly Question[]): readonly (readonly [string, readonly Question[]])[] {
  const groups = [...new Set(questions.map(({ group }) => group.label))];
  return groups.map((group) => [group, questions.filter((one) => one.group.label === group)]);
}
