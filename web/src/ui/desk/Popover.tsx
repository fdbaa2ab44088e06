import { Popover as Antd } from "antd";
import type { ReactElement, ReactNode } from "react";

interface Props {
  open: boolean;
  onOpen: (open: boolean) => void;
  content: ReactNode;
  children: ReactElement;
}

/** A small panel beside the button that opens it. */
export function Popover({ open, onOpen, content, children }: Props) {
  return (
    <Antd
      open={open}
      onOpenChange={onOpen}
      trigger="click"
      placement="bottomLeft"
      content={content}
      arrow={false}
      destroyOnHidden
    >
      {children}
    </Antd>
  );
}
