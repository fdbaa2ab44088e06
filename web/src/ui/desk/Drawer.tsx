import { Drawer as Antd } from "antd";
import type { ReactNode } from "react";

import { useFocusBack } from "@/ui/desk/focus";

interface Props {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  width?: number;
  /** Called when it has come: the place to put the focus where it helps most. */
  onOpened?: () => void;
}

/** A panel from the right that leaves the page behind it in sight. */
export function Drawer({ open, title, onClose, children, footer, width = 480, onOpened }: Props) {
  useFocusBack();
  return (
    <Antd
      open={open}
      title={title}
      onClose={onClose}
      size={width}
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) onOpened?.();
      }}
      {...(footer ? { footer } : {})}
    >
      {children}
    </Antd>
  );
}
