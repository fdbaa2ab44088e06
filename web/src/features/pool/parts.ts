import type { ComponentType, ReactNode } from "react";

import type { Option } from "@/ui/kit";

/** The buttons and chips of the root we are in: the list is written once for both. */
export interface Parts {
  Button: ComponentType<{
    children: ReactNode;
    onClick?: () => void;
    look?: "primary" | "plain" | "quiet" | "danger";
    busy?: boolean;
  }>;
  Chips: ComponentType<{
    label: string;
    options: readonly Option[];
    value: string;
    onChange: (value: string) => void;
  }>;
  Problem: ComponentType<{ error: unknown }>;
  EmptyState: ComponentType<{ title: string; hint?: string }>;
}
