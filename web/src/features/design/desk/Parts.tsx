import { useEditor } from "@/features/design/editing";
import type { Body, Labelled } from "@/features/design/shapes";
import { useBoardWords } from "@/features/design/words/boards";
import { useDesignWords } from "@/features/design/words";
import { useListWords } from "@/features/design/words/lists";
import { useMixWords } from "@/features/design/words/mixing";
import { useProcessesWords } from "@/features/design/words/processes";
import { say } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { Select } from "@/ui/desk/choosers";

type Words = ReturnType<typeof useDesignWords>;

/** The parts of the document that have a screen, by kind, to go from one to the other. */
export function Parts({ part }: { part: string }) {
  const t = useDesignWords();
  const lists = useListWords();
  const mix = useMixWords();
  const { boards } = useBoardWords();
  const processes = useProcessesWords();
  const { body, draft } = useEditor();
  return (
    <Select
      label={t.part}
      width={240}
      value={part === "dashboards" ? `dashboards/${body.dashboards?.[0]?.key ?? ""}`.replace(/\/$/, "") : part}
      options={[
        ...parts(body, t, lists, { boards, processes: processes.title }),
        { label: mix.title, options: [{ value: "packs", label: mix.title }] },
      ]}
      onChange={(chosen) => {
        if (chosen !== null) navigate(`/design/${draft.id}/${chosen}`);
      }}
    />
  );
}

/** One group for each kind of part; what has no screen yet is not offered. */
function parts(
  body: Body,
  { groups, bin, objectsTitle }: Words,
  lists: ReturnType<typeof useListWords>,
  { boards, processes }: Readonly<Record<"boards" | "processes", string>>,
) {
  const offered = [
    { label: groups.process, options: [{ value: "process", label: processes }, ...each("process", body.processes)] },
    { label: groups.rules, options: [{ value: "rules", label: groups.rules }] },
    { label: groups.objects, options: [{ value: "objects", label: objectsTitle }, ...each("objects", body.objects)] },
    { label: groups.relations, options: [{ value: "relations", label: groups.relations }] },
    { label: groups.forms, options: each("forms", body.objects) },
    { label: groups.roles, options: [{ value: "roles", label: groups.roles }] },
    { label: boards, options: each("dashboards", body.dashboards, { value: "dashboards", label: boards }) },
    { label: bin, options: [{ value: "bin", label: bin }] },
    { label: lists.lists, options: alone.map((value) => ({ value, label: lists[value] })) },
  ];
  return offered.filter(({ options }) => options.length > 0);
}

const alone = ["dictionaries", "approvals", "pools", "grades", "activities", "calendar", "notices"] as const;

/** Everything in a list of the document has a screen of its own. */
function each(path: string, things: readonly Labelled[] | undefined, otherwise?: { value: string; label: string }) {
  const found = (things ?? []).map((one) => ({ value: `${path}/${one.key}`, label: say(one.label) }));
  return found.length === 0 && otherwise !== undefined ? [otherwise] : found;
}
