import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { FieldPanel, leading } from "@/features/design/desk/forms/FieldPanel";
import { FieldPool } from "@/features/design/desk/forms/FieldPool";
import { FormPreview } from "@/features/design/desk/forms/FormPreview";
import { Placed } from "@/features/design/desk/forms/Placed";
import { moved, placed, takenOut, type PlacedActs, type View } from "@/features/design/desk/forms/views";
import { useEditor } from "@/features/design/editing";
import { sectionsOf, unplaced, type KeyedSection } from "@/features/design/forms";
import type { DesignField, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { Segmented } from "@/ui/desk/choosers";
import { DragArea } from "@/ui/desk/drag";
import "@/features/design/desk/forms/forms.css";

const views: readonly View[] = ["form", "quick", "list_columns"];

/** The forms of an object: which fields stand where, and beside it what people see. */
export function FormDesigner({ object }: { object: DesignObject }) {
  const t = useDesignWords();
  const { search } = useAddress();
  const view = views.find((one) => one === search.get("view")) ?? "form";
  const chosen = object.fields.find(({ key }) => key === search.get("field"));
  const [target, setTarget] = useState<string | null>(null);
  const sections = sectionsOf(object);
  const into = sections.find(({ key }) => key === target) ?? sections[sections.length - 1];
  const acts = useActs(object, view, into?.key ?? null);
  const names = { form: t.fullForm, quick: t.quickForm, list_columns: t.listColumns };
  return (
    <>
      <p className="form-views">
        <Segmented
          label={t.formViews}
          value={view}
          onChange={(value) => {
            setSearch({ view: value === "form" ? "" : value });
          }}
          options={views.map((value) => ({ value, label: names[value] }))}
        />
      </p>
      <DragArea words={{ help: t.dragHelp, over: useOver(object) }} onDrop={acts.drop}>
        <div className="form-columns">
          <Pool object={object} view={view} into={into} onTake={acts.take} />
          <Placed
            object={object}
            view={view}
            chosen={chosen?.key}
            must={useMust(object)}
            acts={acts}
            onOpen={setTarget}
          />
          <FieldPanel object={object} field={chosen} />
          <FormPreview object={object} view={view} />
        </div>
      </DragArea>
    </>
  );
}

interface PoolProps {
  object: DesignObject;
  view: View;
  into: KeyedSection | undefined;
  onTake: (field: DesignField) => void;
}

/** What the open form has not taken. */
function Pool({ object, view, into, onTake }: PoolProps) {
  const t = useDesignWords();
  if (view === "form") {
    const section = into === undefined ? null : say(into.label);
    return (
      <FieldPool
        title={t.unplacedTitle}
        hint={t.unplacedHint}
        fields={unplaced(object)}
        section={section}
        onTake={onTake}
      />
    );
  }
  const fields = unused(object, object[view] ?? []);
  return <FieldPool title={t.unusedTitle} hint={t.unusedHint} fields={fields} section={null} onTake={onTake} />;
}

function unused(object: DesignObject, taken: readonly string[]): readonly DesignField[] {
  return object.fields.filter(({ key }) => !taken.includes(key));
}

/** What can be done; the same functions as long as the page lives, so that two hundred rows need not be drawn anew. */
function useActs(object: DesignObject, view: View, into: string | null) {
  const { change } = useEditor();
  const now = useRef({ object, view, into });
  const going = useRef<string | null>(null);
  useEffect(() => {
    now.current = { object, view, into };
    // What was moved by keys into another section is drawn there anew: the keys go on with it.
    if (going.current !== null && document.activeElement === document.body) {
      document.querySelector<HTMLElement>(`[data-placed="${CSS.escape(going.current)}"] .placed-pick`)?.focus();
    }
    going.current = null;
  });
  const choose = useCallback((field: DesignField) => {
    setSearch({ field: field.key });
  }, []);
  return useMemo(() => {
    const acts: PlacedActs = {
      choose,
      move: (field, by) => {
        going.current = field.key;
        change(moved(now.current.object, now.current.view, field.key, by));
      },
      out: (field) => {
        change(takenOut(now.current.object, now.current.view, field.key));
      },
    };
    const put = (key: string, to: string, before: string | null) => {
      if (key !== before) change(placed(now.current.object, now.current.view, key, to, before));
    };
    return {
      ...acts,
      take: (field: DesignField) => {
        if (now.current.view !== "form" || now.current.into !== null) put(field.key, now.current.into ?? "", null);
      },
      drop: (thing: string, place: string) => {
        const [, , key = ""] = thing.split(" ");
        const [, to = "", before = null] = place.split(" ");
        put(key, to, before);
      },
    };
  }, [change, choose]);
}

/** What is said while a field is over a place. */
function useOver(object: DesignObject) {
  const t = useDesignWords();
  const called = (key: string) => say(object.fields.find((field) => field.key === key)?.label ?? key);
  return (thing: string, place: string) => {
    const [, , key = ""] = thing.split(" ");
    const [, to = "", before] = place.split(" ");
    const section = sectionsOf(object).find((one) => one.key === to);
    const where = before === undefined ? t.dragInto(say(section?.label ?? to)) : t.dragBefore(called(before));
    return t.dragOver(called(key), where);
  };
}

/** Where each field is required, in words. */
function useMust(object: DesignObject): ReadonlyMap<string, string> {
  const t = useDesignWords();
  const { body } = useEditor();
  return useMemo(() => {
    const stages = leading(body, object).flatMap((process) => process.stages);
    return new Map(
      object.fields.map((field) => {
        const at = stages.filter((stage) => stage.gate?.fields?.includes(field.key)).map(({ label }) => say(label));
        const always = field.required === true ? [t.mustAlways] : [];
        return [field.key, [...always, ...(at.length > 0 ? [t.mustAt(at.join(t.comma))] : [])].join(t.comma)];
      }),
    );
  }, [body, object, t]);
}
