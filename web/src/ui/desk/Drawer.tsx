import { Drawer as Antd } from "antd";
import type { ReactNode } from "react";

interface Props {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  width?: number;
}

/** A panel from the right that leaves the page behind it in sight. */
export function Drawer({ open, title, onClose, children, footer, width = 480 }: Props) {
  return (
    <Antd open={open} title={title} onClose={onClose} size={width} destroyOnHidden {...(footer ? { footer } : {})}>
      {children}
    </Antd>
  );
}
