import { MannersForm } from "@/features/notices/MannersForm";
import { Button } from "@/ui/phone/Button";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";
import "@/features/notices/phone/manners.css";

/** How one wants to be told, on the phone. */
export function Manners() {
  return (
    <MannersForm
      problem={(error) => <Problem error={error} />}
      back={(label, act) => (
        <Button wide onClick={act}>
          {label}
        </Button>
      )}
      onSaved={toast}
    />
  );
}
