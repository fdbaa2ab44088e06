import type { Asked } from "@/features/metrics/api";
import { BehindRows } from "@/features/metrics/desk/BehindRows";
import { CellDrawer } from "@/features/metrics/desk/CellDrawer";
import { LongestList } from "@/features/reports/desk/LongestList";
import type { Opened } from "@/features/reports/desk/WidgetBody";
import type { WidgetShown } from "@/features/reports/shapes";
import { Drawer } from "@/ui/desk/Drawer";

interface Props {
  shown: WidgetShown;
  opened: Opened;
  team: string | null;
  onClose: () => void;
}

/** What stands behind a mark: the records of a number, the evidence of a cell, what stands still in a stage. */
export function Behind({ shown, opened, team, onClose }: Props) {
  const asked: Asked = {
    process: shown.process,
    team,
    from: shown.period_from,
    to: shown.period_to,
    only: shown.only,
  };
  if (opened.do === "cell") return <CellDrawer cell={opened} asked={asked} title={opened.title} onClose={onClose} />;
  return (
    <Drawer open title={shown.title} onClose={onClose} width={560}>
      {opened.do === "stage" ? (
        <>
          <h3>{opened.title}</h3>
          {shown.funnel === null ? null : <LongestList funnel={shown.funnel} stage={opened.stage} />}
        </>
      ) : (
        <BehindRows
          metric={shown.metric ?? ""}
          title={opened.title}
          asked={{ ...asked, ...days(shown, opened.week), ...group(shown, opened.group) }}
          answer={shown.answer ?? undefined}
        />
      )}
    </Drawer>
  );
}

/** The days of one column of a heat table. */
function days(shown: WidgetShown, first: string | undefined) {
  const week = shown.weeks?.find((one) => one.first === first);
  return week === undefined ? {} : { from: week.first, to: week.last };
}

function group(shown: WidgetShown, key: string | undefined) {
  return key === undefined ? {} : { by: shown.by?.key ?? null, group: key };
}
