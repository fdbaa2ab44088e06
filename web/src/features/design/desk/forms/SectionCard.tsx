import type { ReactNode } from "react";

import { renamed } from "@/features/design/body";
import { conditionWords } from "@/features/design/conditions/said";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { moveSection, removeSection, sectionsOf, setSection, type KeyedSection } from "@/features/design/forms";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { useDrop } from "@/ui/desk/drag";

interface Props {
  object: DesignObject;
  section: KeyedSection;
  open: boolean;
  fresh: boolean;
  onOpen: (open: boolean) => void;
  children: ReactNode;
}

/** A section of a form: its name, its fields, and behind a press what it is called in English and when it is shown. */
export function SectionCard({ object, section, open, fresh, onOpen, children }: Props) {
  const t = useDesignWords();
  const name = say(section.label);
  const empty = (section.fields ?? []).length === 0;
  return (
    <section className="form-section" aria-label={name}>
      <header>
        <button
          type="button"
          className="form-section-name"
          aria-expanded={open}
          aria-label={t.sectionTools(name)}
          onClick={() => {
            onOpen(!open);
          }}
        >
          <b>{name}</b> <Shown object={object} section={section} />
        </button>
        <Moves object={object} section={section} name={name} />
      </header>
      {open ? <Settings object={object} section={section} name={name} fresh={fresh} /> : null}
      {children}
      <End container={section.key} empty={empty} />
    </section>
  );
}

function Shown({ object, section }: { object: DesignObject; section: KeyedSection }) {
  const t = useDesignWords();
  const { body } = useEditor();
  const when = section.visible_when;
  if (when === null || when === undefined) return null;
  return <small className="form-section-when">{t.sectionWhen(conditionWords(when, object, body))}</small>;
}

function Moves({ object, section, name }: { object: DesignObject; section: KeyedSection; name: string }) {
  const t = useDesignWords();
  const { change } = useEditor();
  const sections = sectionsOf(object);
  const at = sections.findIndex(({ key }) => key === section.key);
  return (
    <span className="design-acts">
      <SmallAct
        label={t.sectionUp(name)}
        disabled={at === 0}
        onClick={() => {
          change(moveSection(object, section.key, -1) ?? []);
        }}
      >
        ↑
      </SmallAct>
      <SmallAct
        label={t.sectionDown(name)}
        disabled={at === sections.length - 1}
        onClick={() => {
          change(moveSection(object, section.key, 1) ?? []);
        }}
      >
        ↓
      </SmallAct>
      <SmallAct
        label={t.removeSection(name)}
        onClick={() => {
          change(removeSection(object, section.key));
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

function Settings(props: { object: DesignObject; section: KeyedSection; name: string; fresh: boolean }) {
  const { object, section, name, fresh } = props;
  const t = useDesignWords();
  const { body, change } = useEditor();
  return (
    <div className="form-section-settings">
      <div className="design-two">
        {(["zh", "en"] as const).map((which) => (
          <Row key={which} label={t.sectionNameIn(name, which === "zh" ? t.chinese : t.english)}>
            {(id) => (
              <TextBox
                id={id}
                needed
                fresh={fresh && which === "zh"}
                value={section.label[which]}
                onKeep={(text) => {
                  change(setSection(object, section.key, "label", renamed(section.label, which, text, t.newSection)));
                }}
              />
            )}
          </Row>
        ))}
      </div>
      <ConditionBox
        label={t.visibleWhen}
        none={t.always}
        object={object}
        body={body}
        value={section.visible_when ?? null}
        onChange={(condition) => {
          change(setSection(object, section.key, "visible_when", condition));
        }}
      />
    </div>
  );
}

/** Where fields are put down behind the last one. */
export function End({ container, empty }: { container: string; empty: boolean }) {
  const t = useDesignWords();
  const { ref, over } = useDrop(`end ${container}`);
  return (
    <p ref={ref} className={over ? "form-end form-end-over" : "form-end"}>
      {empty ? t.emptySection : ""}
    </p>
  );
}
