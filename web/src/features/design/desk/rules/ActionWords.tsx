import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { WordsBox } from "@/features/design/desk/rules/WordsBox";

interface Props {
  of: Of;
  /** Which of the action's texts. */
  part: "title" | "subject" | "label" | "text";
  label: string;
  needed?: boolean;
  rows?: number;
  /** Whether somebody who has just added the action writes here first. */
  first?: boolean;
}

/** One text of an action, in both languages. */
export function ActionWords({ of, part, first = false, ...box }: Props) {
  const set = useSetAction(of);
  return (
    <WordsBox
      {...box}
      fresh={first && of.fresh}
      value={of.action[part]}
      onKeep={(words) => {
        set({ [part]: words });
      }}
    />
  );
}
