import { isMoving, type Transfer, useTransfers, useUndoTransfer } from "@/features/design/transfers";
import { useTransferWords } from "@/features/design/words/transfers";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { Loaded, Problem } from "@/ui/desk/states";

/** What was moved, by whom, and taking it back. */
export function TransferHistory() {
  const t = useTransferWords();
  const undo = useUndoTransfer();
  return (
    <Card title={t.history}>
      <Problem error={undo.error} />
      <Loaded of={useTransfers()} rows={2}>
        {(transfers) =>
          transfers.length === 0 ? (
            <p className="muted">{t.noHistory}</p>
          ) : (
            <div className="design-scroll">
              <table className="design-versions">
                <thead>
                  <tr>
                    {[t.time, t.by, t.what, t.result, t.acts].map((column) => (
                      <th key={column} scope="col">
                        {column}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {transfers.map((one) => (
                    <Row
                      key={one.id}
                      one={one}
                      onUndo={() => {
                        undo.mutate(one.id);
                      }}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}

function Row({ one, onUndo }: { one: Transfer; onUndo: () => void }) {
  const t = useTransferWords();
  const lang = useLang();
  return (
    <tr>
      <td className="nowrap">{stamp(one.at, lang)}</td>
      <td>{one.by}</td>
      <td>
        {one.label} → v{one.number}
      </td>
      <td role={isMoving(one) ? "status" : undefined}>{result(one, t, lang)}</td>
      <td>
        {one.state === "moved" ? (
          <Button size="small" label={t.undoOf(one.label, one.number)} onClick={onUndo}>
            {t.undo}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function result(one: Transfer, t: ReturnType<typeof useTransferWords>, lang: ReturnType<typeof useLang>): string {
  switch (one.state) {
    case "moving":
      return t.moving(count(one.moved, lang));
    case "moved":
      return t.moved(count(one.moved, lang));
    case "undoing":
      return t.undoing;
    default:
      return t.undone(count(one.moved - one.left, lang), count(one.left, lang));
  }
}
