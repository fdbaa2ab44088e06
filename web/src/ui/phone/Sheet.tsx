import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";

import { useShared } from "@/lib/words/shared";
import { IconButton } from "@/ui/phone/Button";
import "@/ui/phone/sheet.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** What stays under the thumb while the rest scrolls. */
  foot?: ReactNode;
  onSubmit?: () => void;
}

/**
 * A sheet from below, over the page. The browser keeps the focus inside, closes it by Esc or the back gesture, and
 * gives the focus back to where it was.
 */
export function Sheet({ title, onClose, children, foot, onSubmit }: Props) {
  const t = useShared();
  const id = useId();
  const dialog = useDialog(onClose);
  // A sheet may be opened from a form, and forms cannot stand in forms: it lies beside the page, not in it.
  return createPortal(
    <dialog ref={dialog} className="sheet" aria-labelledby={id}>
      <form
        className="sheet-inside"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          onSubmit?.();
        }}
      >
        <header className="sheet-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={t.close} onClick={onClose} />
        </header>
        <div className="sheet-body">{children}</div>
        {foot === undefined ? null : <footer className="sheet-foot">{foot}</footer>}
      </form>
    </dialog>,
    document.body,
  );
}

function useDialog(onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return undefined;
    dialog.showModal();
    const outside = (event: MouseEvent) => {
      if (event.target === dialog) close.current();
    };
    const cancel = (event: Event) => {
      event.preventDefault();
      close.current();
    };
    dialog.addEventListener("click", outside);
    dialog.addEventListener("cancel", cancel);
    const free = keptAboveKeyboard(dialog);
    return () => {
      dialog.removeEventListener("click", outside);
      dialog.removeEventListener("cancel", cancel);
      free();
      dialog.close();
    };
  }, []);
  return ref;
}

/** On iOS the keyboard lies over what is fixed at the bottom: the sheet is lifted by as much. */
function keptAboveKeyboard(dialog: HTMLDialogElement): () => void {
  const view = window.visualViewport;
  if (view === null) return () => undefined;
  const lift = () => {
    const hidden = Math.max(0, window.innerHeight - view.height - view.offsetTop);
    dialog.style.setProperty("--keyboard", `${Math.round(hidden)}px`);
  };
  view.addEventListener("resize", lift);
  return () => {
    view.removeEventListener("resize", lift);
  };
}
