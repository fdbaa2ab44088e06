import { useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useState } from "react";

import { draftAt, since } from "@/features/design/api";
import { applied, joined } from "@/features/design/body";
import type { Body, Draft, DraftAnswer, Edit } from "@/features/design/shapes";
import { send } from "@/lib/http";
import { refused, type Refusal } from "@/lib/refusal";

type Act = { readonly do: "edit"; readonly edit: Edit } | { readonly do: "undo" } | { readonly do: "redo" };

/** Somebody else has changed the same: what one wanted, and what stands there now. */
export interface Meeting {
  readonly edit: Edit;
  readonly refusal: Refusal;
}

/** The draft being changed, as one sees it, and the ways to change it. */
export interface Editor {
  readonly draft: Draft;
  /** The document with one's own changes in it, also those still on their way. */
  readonly body: Body;
  readonly change: (edit: Edit) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly saving: boolean;
  /** There is no network: what was changed waits for it. */
  readonly paused: boolean;
  /** The last refusal, until something is changed again. */
  readonly problem: unknown;
  readonly meeting: Meeting | null;
  readonly settle: () => void;
}

const Chosen = createContext<Editor | null>(null);

export const EditorProvider = Chosen.Provider;

/** The draft of the designer we are in. */
export function useEditor(): Editor {
  const editor = useContext(Chosen);
  if (editor === null) throw new Error("No EditorProvider above this part");
  return editor;
}

/**
 * Change a draft: each change is seen at once and sent at once, one after the other in the order they were made. One
 * that is refused falls out of what is seen, so that its field is as before, and the refusal is told.
 */
export function useEditing(draft: Draft): Editor {
  const { id } = draft;
  const queries = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [meeting, setMeeting] = useState<Meeting | null>(null);
  const acting = useMutation({
    mutationKey: ["design", "act", id],
    // Acts of one scope wait for each other.
    scope: { id: `design ${id}` },
    mutationFn: async (act: Act) => {
      await queries.cancelQueries({ queryKey: draftAt(id) });
      // What was answered last is what one has seen, also of one's own changes.
      const known = queries.getQueryData<Draft>(draftAt(id)) ?? draft;
      const { revision } = known;
      const answer =
        act.do === "edit"
          ? await send<DraftAnswer>("POST", since(id, "/edits", known), { revision, operations: act.edit })
          : await send<DraftAnswer>("POST", since(id, act.do === "undo" ? "/undo" : "/redo", known));
      return joined(known, answer);
    },
    onSuccess: (answer) => {
      queries.setQueryData(draftAt(id), answer);
      void queries.invalidateQueries({ queryKey: ["design", "drafts"] });
    },
    onError: async (error, act) => {
      await queries.invalidateQueries({ queryKey: draftAt(id) });
      if (refused(error, "edits_meet") && act.do === "edit") setMeeting({ edit: act.edit, refusal: error });
      else setProblem(error);
    },
  });
  const waiting = useMutationState({
    filters: { mutationKey: ["design", "act", id], status: "pending" },
    select: ({ state }) => ({ act: state.variables as Act, paused: state.isPaused }),
  });
  const body = useMemo(
    () => waiting.reduce((now, { act }) => (act.do === "edit" ? applied(now, act.edit) : now), draft.body),
    [waiting, draft.body],
  );
  const { mutate } = acting;
  // The same functions as long as the draft is open: what only passes them on need not be drawn anew.
  const acts = useMemo(() => {
    const act = (asked: Act) => {
      setProblem(null);
      setMeeting(null);
      mutate(asked);
    };
    return {
      change: (edit: Edit) => {
        if (edit.length > 0) act({ do: "edit", edit });
      },
      undo: () => {
        act({ do: "undo" });
      },
      redo: () => {
        act({ do: "redo" });
      },
      settle: () => {
        setMeeting(null);
      },
    };
  }, [mutate]);
  const saving = waiting.length > 0;
  const paused = waiting.some((one) => one.paused);
  // The same as long as nothing of it is another: going from one thing to the next is no change of the draft.
  return useMemo(
    () => ({ draft, body, ...acts, saving, paused, problem, meeting }),
    [draft, body, acts, saving, paused, problem, meeting],
  );
}
