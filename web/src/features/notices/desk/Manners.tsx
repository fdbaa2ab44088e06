import { MannersForm } from "@/features/notices/MannersForm";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/features/notices/desk/manners.css";

/** How one wants to be told, at the desk. */
export function Manners() {
  return (
    <MannersForm
      problem={(error) => <Problem error={error} />}
      back={(label, act) => <Button onClick={act}>{label}</Button>}
      onSaved={toast}
    />
  );
}
