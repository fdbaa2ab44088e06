import { told } from "@/features/design/desk/rules/here";
import { useEditor } from "@/features/design/editing";
import type { Place } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { Glyph } from "@/ui/Status";

/** What is wrong at just this place, in words. */
export function Wrong({ at }: { at: Place }) {
  const t = useDesignWords();
  const { draft } = useEditor();
  const found = draft.faults.filter(({ place }) => place === told(at));
  if (found.length === 0) return null;
  return (
    <ul className="rule-wrong">
      {found.map(({ code, message }, i) => (
        <li key={i} className="design-wrong">
          <Glyph tone="bad" /> {t.faults[code] ?? message}
        </li>
      ))}
    </ul>
  );
}
