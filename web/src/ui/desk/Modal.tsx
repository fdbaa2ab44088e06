import { Modal as Antd } from "antd";
import type { ReactNode } from "react";

import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/desk/Button";
import { useFocusBack } from "@/ui/desk/focus";

interface Props {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** What the main button says and does; without it there is only a way out. */
  act?: { label: string; onClick: () => void; busy?: boolean; danger?: boolean; disabled?: boolean };
  width?: number;
  /** Called when it has come: the place to put the focus where it helps most. */
  onOpened?: () => void;
}

/** A question in the middle of the page that waits for an answer. */
export function Modal({ open, title, onClose, children, act, width = 520, onOpened }: Props) {
  const t = useShared();
  useFocusBack();
  const footer = (
    <>
      <Button onClick={onClose}>{act === undefined ? t.close : t.cancel}</Button>
      {act === undefined ? null : (
        <Button
          look={act.danger === true ? "danger" : "primary"}
          onClick={act.onClick}
          busy={act.busy ?? false}
          disabled={act.disabled ?? false}
        >
          {act.label}
        </Button>
      )}
    </>
  );
  return (
    <Antd
      open={open}
      title={title}
      onCancel={onClose}
      footer={footer}
      width={width}
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) onOpened?.();
      }}
    >
      {children}
    </Antd>
  );
}
