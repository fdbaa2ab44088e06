import { useSyncExternalStore } from "react";

interface Toast {
  id: number;
  text: string;
  act?: { label: string; onClick: () => void };
}

const seconds = 5;
const listeners = new Set<() => void>();
const waiting = new Map<number, () => void>();
let shown: readonly Toast[] = [];
let last = 0;

/** Say in passing that something was done, with a way on where there is one. */
export function toast(text: string, act?: Toast["act"]): void {
  const id = show(text, act);
  setTimeout(() => {
    dismiss(id);
  }, seconds * 1000);
}

/**
 * Say that something was done, and do it when there was time to take it back: after five seconds, or at once when the
 * page is left.
 */
export function toastUndo(text: string, undo: string, { act, onUndo }: { act: () => void; onUndo: () => void }): void {
  const id = show(text, {
    label: undo,
    onClick: () => {
      waiting.delete(id);
      onUndo();
    },
  });
  waiting.set(id, act);
  setTimeout(() => {
    settle(id);
  }, seconds * 1000);
}

/** Where passing messages appear. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, act }) => (
        <div key={id} className="toast">
          <span>{text}</span>
          {act === undefined ? null : (
            <button
              type="button"
              onClick={() => {
                dismiss(id);
                act.onClick();
              }}
            >
              {act.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}

function show(text: string, act: Toast["act"]): number {
  const id = ++last;
  // One at a time: the newest is what was just done.
  set([{ id, text, ...(act === undefined ? {} : { act }) }]);
  return id;
}

function settle(id: number): void {
  dismiss(id);
  const act = waiting.get(id);
  waiting.delete(id);
  act?.();
}

function dismiss(id: number): void {
  set(shown.filter((one) => one.id !== id));
}

function set(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("pagehide", () => {
  for (const id of [...waiting.keys()]) settle(id);
});
