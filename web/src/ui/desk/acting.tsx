import { Link } from "@/lib/router";
import type { Acting } from "@/ui/acting";
import { Button } from "@/ui/desk/Button";
import { toast } from "@/ui/desk/toast";

/** How one acts at the desk. */
export const deskActing: Acting = {
  Act: (props) => <Button size="small" {...props} />,
  Way: (props) => <Link {...props} />,
  toast,
};
