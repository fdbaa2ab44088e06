import { useEffect, useRef, useState, type ReactNode } from "react";

import { useDraft } from "@/features/design/api";
import { ChangesView } from "@/features/design/desk/ChangesView";
import { DraftName } from "@/features/design/desk/DraftName";
import { Faults, faultsOf } from "@/features/design/desk/Faults";
import { MeetDialog } from "@/features/design/desk/MeetDialog";
import { Parts } from "@/features/design/desk/Parts";
import { SwitchBar } from "@/features/design/desk/pilot/SwitchBar";
import { RenewBar } from "@/features/design/desk/RenewBar";
import { ReleaseDialog } from "@/features/design/desk/ReleaseDialog";
import { ReplayView } from "@/features/design/desk/ReplayView";
import { EditorProvider, useEditing, useEditor } from "@/features/design/editing";
import { useReplayWords } from "@/features/design/replay";
import type { Body, Draft } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { useLang } from "@/lib/i18n";
import { refused } from "@/lib/refusal";
import { setSearch, useAddress } from "@/lib/router";
import { when } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Segmented } from "@/ui/desk/choosers";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded, Problem } from "@/ui/desk/states";
import "@/features/design/desk/design.css";
import "@/features/design/desk/pilot/pilot.css";

interface Props {
  id: number;
  /** Which part of the document is open: `process/sales`, `objects/customer`. */
  part: string;
  title: (body: Body) => string;
  /** What the first tab is called. */
  first: string;
  /** Another look at the same part: its tab, which the part shows itself. */
  second?: { value: string; label: string };
  children: (body: Body) => ReactNode;
}

/** What stands around every designer: how the draft is, taking back, what is wrong, what was changed, the release. */
export function DesignFrame({ id, ...rest }: Props) {
  return <Loaded of={useDraft(id)}>{(draft) => <Framed draft={draft} {...rest} />}</Loaded>;
}

function Framed({ draft, part, title, first, second, children }: Omit<Props, "id"> & { draft: Draft }) {
  const editor = useEditing(draft);
  const [releasing, setReleasing] = useState(false);
  const t = useDesignWords();
  const replayWords = useReplayWords();
  const tab = useAddress().search.get("tab") ?? "";
  return (
    <EditorProvider value={editor}>
      <PageHeader title={title(editor.body)} finding={<State />}>
        <Turns />
        <Button
          look="primary"
          onClick={() => {
            setReleasing(true);
          }}
        >
          {t.release}
        </Button>
      </PageHeader>
      <div className="bar">
        <Parts part={part} />
        <DraftName />
        <Segmented
          label={t.tabs}
          value={tab}
          onChange={(chosen) => {
            setSearch({ tab: chosen });
          }}
          options={[
            { value: "", label: first },
            ...(second === undefined ? [] : [second]),
            { value: "faults", label: t.tabFaults(draft.faults.length) },
            { value: "changes", label: t.tabChanges },
            { value: "replay", label: replayWords.tab },
          ]}
        />
      </div>
      <RenewBar />
      <SwitchBar />
      <NotDone />
      {view(tab) ?? children(editor.body)}
      {editor.meeting === null ? null : <MeetDialog meeting={editor.meeting} />}
      {releasing ? (
        <ReleaseDialog
          onClose={() => {
            setReleasing(false);
          }}
        />
      ) : null}
    </EditorProvider>
  );
}

/** What stands in the place of the designer while a tab is open. */
function view(tab: string): ReactNode {
  if (tab === "faults") return <FaultsView />;
  if (tab === "changes") return <ChangesView />;
  return tab === "replay" ? <ReplayView /> : null;
}

/** Which version lives, how much was changed, and whether it is kept. */
function State() {
  const t = useDesignWords();
  const lang = useLang();
  const { draft, saving, paused } = useEditor();
  const kept = paused ? t.notSaved : saving ? t.saving : t.savedAt(when(draft.changed_at, lang));
  return (
    <>
      {t.state(draft.live_number, draft.edits)} · <span role="status">{kept}</span>
    </>
  );
}

function Turns() {
  const t = useDesignWords();
  const { draft, undo, redo, saving } = useEditor();
  const canUndo = draft.can_undo || saving;
  useTurnKeys(
    () => {
      if (canUndo) undo();
    },
    () => {
      if (draft.can_redo) redo();
    },
  );
  return (
    <>
      <Button onClick={undo} disabled={!canUndo} title={t.undoKey}>
        {t.undo}
      </Button>
      <Button onClick={redo} disabled={!draft.can_redo} title={t.redoKey}>
        {t.redo}
      </Button>
    </>
  );
}

/** ⌘Z and ⇧⌘Z, or with Ctrl, but for a text that is just being typed. */
function useTurnKeys(undo: () => void, redo: () => void): void {
  const current = useRef({ undo, redo });
  useEffect(() => {
    current.current = { undo, redo };
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (!meansBack(event)) return;
      event.preventDefault();
      if (event.shiftKey) current.current.redo();
      else current.current.undo();
    };
    document.addEventListener("keydown", handle);
    return () => {
      document.removeEventListener("keydown", handle);
    };
  }, []);
}

function meansBack(event: KeyboardEvent): boolean {
  if (!(event.metaKey || event.ctrlKey) || event.altKey || event.key.toLowerCase() !== "z") return false;
  return !(event.target instanceof HTMLElement && event.target.closest("[data-typing],[role=dialog]") !== null);
}

function NotDone() {
  const t = useDesignWords();
  const { problem, draft, body } = useEditor();
  if (problem === null) return null;
  return (
    <div className="design-not-done">
      <p>{t.notDone}</p>
      <Problem error={problem} />
      {refused(problem, "edit_misfits") ? (
        <Faults draft={draft.id} body={body} faults={faultsOf(problem.facts)} />
      ) : null}
    </div>
  );
}

function FaultsView() {
  const t = useDesignWords();
  const { draft, body } = useEditor();
  if (draft.faults.length === 0) return <EmptyState title={t.noFaults} hint={t.noFaultsHint} />;
  return (
    <section className="card">
      <p>{t.faultsIntro}</p>
      <Faults draft={draft.id} body={body} faults={draft.faults} />
    </section>
  );
}
