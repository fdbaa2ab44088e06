import { TransferCard } from "@/features/design/desk/TransferCard";
import { TransferHistory } from "@/features/design/desk/TransferHistory";
import { useWaiting } from "@/features/design/transfers";
import { useTransferWords } from "@/features/design/words/transfers";
import { Link } from "@/lib/router";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import "@/features/design/desk/design.css";

/** The journeys that still run under older versions, and moving them to the one that lives. */
export function TransferPage() {
  const t = useTransferWords();
  return (
    <>
      <PageHeader title={t.title} finding={t.finding}>
        <Link to="/design">{t.back}</Link>
      </PageHeader>
      <Loaded of={useWaiting()}>
        {(waiting) =>
          waiting.length === 0 ? (
            <section className="card">
              <EmptyState title={t.none} hint={t.noneHint} />
            </section>
          ) : (
            waiting.map((one) => <TransferCard key={one.process} waiting={one} />)
          )
        }
      </Loaded>
      <TransferHistory />
    </>
  );
}
