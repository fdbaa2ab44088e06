import type { Parts } from "@/features/approvals/parts";
import { Button } from "@/ui/desk/Button";
import { Chips } from "@/ui/desk/choosers";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** The desk's own buttons and chips. */
export const deskParts: Parts = { Button, Chips, Problem, toast };
