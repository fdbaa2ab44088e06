import { Link } from "@/lib/router";
import type { Acting } from "@/ui/acting";
import { Button } from "@/ui/phone/Button";
import { toast } from "@/ui/phone/toast";

/** How one acts on the phone. */
export const phoneActing: Acting = {
  Act: (props) => <Button {...props} />,
  Way: (props) => <Link className="button" {...props} />,
  toast,
};
