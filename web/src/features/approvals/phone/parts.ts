import type { Parts } from "@/features/approvals/parts";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

/** The phone's own buttons and chips. */
export const phoneParts: Parts = { Button, Chips, Problem, toast };
