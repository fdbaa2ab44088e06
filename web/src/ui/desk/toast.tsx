import { useSyncExternalStore } from "react";

import { Button } from "@/ui/desk/Button";

interface Toast {
  id: number;
  text: string;
  act?: { label: string; onClick: () => void };
}

const seconds = 5;
const listeners = new Set<() => void>();
let shown: readonly Toast[] = [];
let last = 0;

/** Say in passing that something was done, with a way back where there is one. */
export function toast(text: string, act?: Toast["act"]): void {
  const id = ++last;
  set([...shown, { id, text, ...(act === undefined ? {} : { act }) }]);
  setTimeout(() => {
    dismiss(id);
  }, seconds * 1000);
}

/** Where passing messages appear. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, act }) => (
        <div key={id} className="toast">
          {text}
          {act === undefined ? null : (
            <Button
              look="quiet"
              size="small"
              onClick={() => {
                dismiss(id);
                act.onClick();
              }}
            >
              {act.label}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
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

const waiting = new Map<number, () => void>();

/** Say that something was done, and do it when there was time to take it back: after five seconds, or when one leaves. */
export function toastUndo(text: string, undo: string, { act, onUndo }: { act: () => void; onUndo: () => void }): void {
  const id = last + 1;
  toast(text, {
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

function settle(id: number): void {
  const act = waiting.get(id);
  waiting.delete(id);
  act?.();
}

window.addEventListener("pagehide", () => {
  for (const id of [...waiting.keys()]) settle(id);
});
