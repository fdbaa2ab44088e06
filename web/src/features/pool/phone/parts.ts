import type { Parts } from "@/features/pool/parts";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { EmptyState, Problem } from "@/ui/phone/states";

/** The phone's own buttons and chips. */
export const phoneParts: Parts = { Button, Chips, Problem, EmptyState };
