import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/desk/Button";
import { EmptyState } from "@/ui/desk/states";

/** A page that broke says so, and begins anew. */
export function Broken() {
  const t = useShared();
  return (
    <main role="alert">
      <EmptyState title={t.broken.what} hint={t.broken.how}>
        <Button
          look="primary"
          onClick={() => {
            location.reload();
          }}
        >
          {t.retry}
        </Button>
      </EmptyState>
    </main>
  );
}
