import { useMemo, useState, type ReactNode } from "react";

import { numbersUrl, useWidget, type PageAsked } from "@/features/reports/api";
import { Behind } from "@/features/reports/desk/Behind";
import { PictureDialog } from "@/features/reports/desk/PictureDialog";
import { switches, WidgetBody, type Opened } from "@/features/reports/desk/WidgetBody";
import { bodyOf } from "@/features/reports/pictured";
import type { WidgetLine, WidgetShown } from "@/features/reports/shapes";
import { useReportWords } from "@/features/reports/words";
import { useLang } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Loaded } from "@/ui/desk/states";
import "@/features/reports/desk/reports.css";

interface Props {
  dashboard: string;
  widget: WidgetLine;
  asked: PageAsked;
  /** What the fields of the page's filter are called. */
  fields: Readonly<Record<string, string>>;
}

/** One widget: its question, the answer, and the ways to a table, a file and the records. */
export function WidgetCard({ dashboard, widget, asked, fields }: Props) {
  const shown = useWidget(dashboard, widget.key, asked);
  const [table, setTable] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const t = useReportWords();
  return (
    <WidgetFrame
      title={widget.title}
      when={shown.data?.when}
      acts={
        shown.data === undefined ? null : (
          <Acts
            shown={shown.data}
            table={table}
            onTable={setTable}
            file={numbersUrl(dashboard, widget.key, asked)}
            picture={<Picture dashboard={dashboard} shown={shown.data} asked={asked} fields={fields} />}
          />
        )
      }
    >
      <Loaded of={shown} rows={3}>
        {(found) => (
          <>
            {found.aside.length === 0 ? null : (
              <p className="widget-aside">{t.aside(found.aside.map((key) => fields[key] ?? key).join("、"))}</p>
            )}
            <WidgetBody shown={found} table={table} onOpen={setOpened} />
            {opened === null ? null : (
              <Behind
                shown={found}
                opened={opened}
                team={asked.team}
                onClose={() => {
                  setOpened(null);
                }}
              />
            )}
          </>
        )}
      </Loaded>
    </WidgetFrame>
  );
}

interface FrameProps {
  title: string;
  when: string | undefined;
  acts: ReactNode;
  children: ReactNode;
}

/** The sheet a widget stands on. */
export function WidgetFrame({ title, when, acts, children }: FrameProps) {
  return (
    <section className="widget" aria-label={title}>
      <header className="widget-head">
        <h2>
          {title}
          {when === undefined ? null : <small>{when}</small>}
        </h2>
        <span className="widget-acts">{acts}</span>
      </header>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <div className="widget-body" tabIndex={0} role="group" aria-label={title}>
        {children}
      </div>
    </section>
  );
}

interface ActsProps {
  shown: WidgetShown;
  table: boolean;
  onTable: (table: boolean) => void;
  file: string;
  picture: ReactNode;
}

/** Saving the picture: for whoever may carry the numbers out. */
function Picture({ shown, ...rest }: { shown: WidgetShown } & Omit<Props, "widget">) {
  const t = useReportWords();
  const lang = useLang();
  const [open, setOpen] = useState(false);
  const body = useMemo(() => (shown.can_export ? bodyOf(shown, lang) : null), [shown, lang]);
  if (body === null) return null;
  return (
    <>
      <Button
        look="quiet"
        size="small"
        label={t.pictureOf(shown.title)}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t.picture}
      </Button>
      {open ? (
        <PictureDialog
          {...rest}
          shown={shown}
          body={body}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

function Acts({ shown, table, onTable, file, picture }: ActsProps) {
  const t = useReportWords();
  return (
    <>
      {switches(shown) ? (
        <Button
          look="quiet"
          size="small"
          label={table ? t.toChartOf(shown.title) : t.toTableOf(shown.title)}
          onClick={() => {
            onTable(!table);
          }}
        >
          {table ? t.toChart : t.toTable}
        </Button>
      ) : null}
      {picture}
      {shown.can_export ? (
        <a href={file} download aria-label={t.exportOf(shown.title)}>
          {t.export}
        </a>
      ) : null}
    </>
  );
}
