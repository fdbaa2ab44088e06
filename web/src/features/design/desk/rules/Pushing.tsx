import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { People } from "@/features/design/desk/rules/People";
import { WordsBox } from "@/features/design/desk/rules/WordsBox";
import { SampleFile } from "@/features/design/desk/SampleBox";
import { useRuleWords } from "@/features/design/words/rules";

/** Something to use, handed to people: words, and a file with it if there is one. */
export function Pushing(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { action, fresh } = of;
  return (
    <>
      <People {...of} />
      <WordsBox
        label={t.label}
        needed
        fresh={fresh}
        value={action.label}
        onKeep={(label) => {
          set({ label });
        }}
      />
      <WordsBox
        label={t.text}
        needed
        rows={2}
        value={action.text}
        onKeep={(text) => {
          set({ text });
        }}
      />
      <SampleFile
        sample={action.sample ?? null}
        types={[]}
        onSet={(sample) => {
          set({ sample });
        }}
      />
    </>
  );
}
