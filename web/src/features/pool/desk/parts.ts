import type { Parts } from "@/features/pool/parts";
import { Button } from "@/ui/desk/Button";
import { Chips } from "@/ui/desk/choosers";
import { EmptyState, Problem } from "@/ui/desk/states";

/** The desk's own buttons and chips. */
export const deskParts: Parts = { Button, Chips, Problem, EmptyState };
