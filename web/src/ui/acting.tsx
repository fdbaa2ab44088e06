import { createContext, useContext, type ComponentType, type ReactNode } from "react";

interface ActProps {
  children: ReactNode;
  onClick: () => void;
  look?: "primary" | "plain" | "quiet";
  busy?: boolean;
  /** Names it where its word alone would not tell it from the others. */
  label?: string;
}

/**
 * What one acts with inside a text or a card. The desk has small buttons and plain links, the phone buttons for a
 * thumb, and what is done with them is written once for both.
 */
export interface Acting {
  Act: ComponentType<ActProps>;
  Way: ComponentType<{ to: string; children: ReactNode }>;
  toast: (text: string) => void;
}

const Chosen = createContext<Acting | null>(null);

export const ActingProvider = Chosen.Provider;

/** The acts of the root we are in. */
export function useActing(): Acting {
  const acting = useContext(Chosen);
  if (acting === null) throw new Error("No ActingProvider above this act");
  return acting;
}
