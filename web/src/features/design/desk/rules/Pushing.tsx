import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { ActionWords } from "@/features/design/desk/rules/ActionWords";
import { People } from "@/features/design/desk/rules/People";
import { SampleFile } from "@/features/design/desk/SampleBox";
import { useRuleWords } from "@/features/design/words/rules";

/** Something to use, handed to people: words, and a file with it if there is one. */
export function Pushing(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { action } = of;
  return (
    <>
      <People {...of} />
      <ActionWords of={of} part="label" label={t.label} needed first />
      <ActionWords of={of} part="text" label={t.text} needed rows={2} />
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
