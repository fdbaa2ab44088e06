import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { ProcessList } from "@/features/design/desk/ProcessList";
import { useProcessesWords } from "@/features/design/words/processes";

/** The processes of a draft. */
export function ProcessesPage({ draft }: { draft: number }) {
  const t = useProcessesWords();
  return (
    <DesignFrame id={draft} part="process" first={t.title} title={() => t.title}>
      {() => <ProcessList />}
    </DesignFrame>
  );
}
