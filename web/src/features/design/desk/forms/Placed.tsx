import { useState } from "react";

import { PlacedField } from "@/features/design/desk/forms/PlacedField";
import { End, SectionCard } from "@/features/design/desk/forms/SectionCard";
import type { PlacedActs, View } from "@/features/design/desk/forms/views";
import { useEditor } from "@/features/design/editing";
import { addSection, sectionsOf, type KeyedSection } from "@/features/design/forms";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { Button } from "@/ui/desk/Button";
import { useGrowing } from "@/ui/growing";

interface Props {
  object: DesignObject;
  view: View;
  chosen: string | undefined;
  must: ReadonlyMap<string, string>;
  acts: PlacedActs;
  onOpen: (section: string | null) => void;
}

/** What the open form has taken, in its order. */
export function Placed(props: Props) {
  const t = useDesignWords();
  const { object, view } = props;
  const drawn = useGrowing(`${object.key} ${view}`, object.fields.length);
  if (view === "form") return <Sections {...props} drawn={drawn} />;
  const keys = object[view] ?? [];
  const title = view === "quick" ? t.quickForm : t.listColumns;
  const none = view === "quick" ? t.quickNone : t.columnsNone;
  return (
    <section className="design-form" aria-label={title}>
      <h2>{title}</h2>
      <p className="muted">{keys.length === 0 ? none : view === "quick" ? t.quickIntro : t.columnsIntro}</p>
      <div className="form-section">
        <Rows {...props} container={view} keys={keys} drawn={drawn} />
        <End container={view} empty={keys.length === 0} />
      </div>
    </section>
  );
}

function Sections(props: Props & { drawn: number }) {
  const t = useDesignWords();
  const { change } = useEditor();
  const { object, onOpen, drawn } = props;
  const [opened, setOpened] = useState<{ key: string; fresh: boolean } | null>(null);
  const sections = sectionsOf(object);
  const open = (key: string | null, fresh: boolean) => {
    setOpened(key === null ? null : { key, fresh });
    if (key !== null) onOpen(key);
  };
  return (
    <section className="design-form" aria-label={t.sections}>
      <h2>{t.sections}</h2>
      <p className="muted">{sections.length === 0 ? t.noSectionsHint : t.sectionsHelp}</p>
      {sections.map((section, i) => (
        <SectionCard
          key={section.key}
          object={object}
          section={section}
          open={opened?.key === section.key}
          fresh={opened?.fresh ?? false}
          onOpen={(wanted) => {
            open(wanted ? section.key : null, false);
          }}
        >
          <Rows
            {...props}
            container={section.key}
            keys={section.fields ?? []}
            drawn={drawn - counted(sections.slice(0, i))}
            more={{ before: anyIn(sections.slice(0, i)), after: anyIn(sections.slice(i + 1)) }}
          />
        </SectionCard>
      ))}
      <Button
        onClick={() => {
          const { edit, key } = addSection(object, { zh: t.newSection, en: t.newSection });
          change(edit);
          open(key, true);
        }}
      >
        {t.addSection}
      </Button>
    </section>
  );
}

/** Whether there is a section to go on to. */
function anyIn(sections: readonly KeyedSection[]): boolean {
  return sections.length > 0;
}

/** How many fields stand in them. */
function counted(sections: readonly KeyedSection[]): number {
  return sections.reduce((sum, { fields }) => sum + (fields?.length ?? 0), 0);
}

interface RowsProps extends Props {
  container: string;
  keys: readonly string[];
  /** How many of them are drawn by now. */
  drawn: number;
  more?: { before: boolean; after: boolean };
}

function Rows({ object, container, keys, chosen, must, acts, more, drawn }: RowsProps) {
  return (
    <ul className="placed-list">
      {keys.slice(0, Math.max(0, drawn)).map((key, i) => {
        const field = object.fields.find((one) => one.key === key);
        return field === undefined ? null : (
          <PlacedField
            key={key}
            field={field}
            container={container}
            chosen={key === chosen}
            first={i === 0 && more?.before !== true}
            last={i === keys.length - 1 && more?.after !== true}
            must={must.get(key) ?? ""}
            acts={acts}
          />
        );
      })}
    </ul>
  );
}
