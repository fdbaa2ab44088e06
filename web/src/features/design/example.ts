import { choicesOf } from "@/features/design/choices";
import type { Body, DesignField, DesignObject } from "@/features/design/shapes";
import type { ObjectDef } from "@/features/objects/api";

/** An object as the screens will have it once it lives: its choices filled in, everything open to everybody. */
export function living(body: Body, object: DesignObject): ObjectDef {
  return {
    key: object.key,
    label: object.label,
    plural: object.plural ?? object.label,
    title: object.title,
    visibility: object.visibility ?? "owner",
    icon: object.icon ?? null,
    graded: [],
    can: {},
    quick: [...(object.quick ?? [])],
    list_columns: [...(object.list_columns ?? [])],
    form: (object.form ?? []).map((section) => ({
      label: section.label,
      fields: section.fields ?? [],
      visible_when: section.visible_when ?? null,
    })),
    fields: object.fields.map((field) => ({
      key: field.key,
      label: field.label,
      type: field.type,
      required: field.required ?? false,
      unit: field.unit ?? null,
      choices: whole(body, field),
      to: field.to ?? null,
      help: field.help ?? null,
      default: field.default,
      readonly: false,
      sortable: true,
    })),
  };
}

type Choices = NonNullable<ObjectDef["fields"][number]["choices"]>;

function whole(body: Body, field: DesignField): Choices {
  return choicesOf(body, field).map((one) => ({
    key: one.key,
    label: one.label,
    synonyms: [...(one.synonyms ?? [])],
    archived: one.archived ?? false,
  }));
}

/** A likely value for each field, so that a form is not looked at empty. */
export function examples(object: ObjectDef, word: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(object.fields.map((field) => [field.key, field.default ?? exampleOf(field, word)]));
}

type Field = ObjectDef["fields"][number];

function exampleOf(field: Field, word: string): unknown {
  if (field.type in values) return values[field.type];
  return (makes[field.type] ?? nothing)(word, offered(field));
}

const values: Readonly<Record<string, unknown>> = {
  integer: 12,
  decimal: "3.5",
  money: "128000",
  percent: "15",
  date: "2026-12-01",
  datetime: "2026-12-01T09:30:00+08:00",
  duration: 3600,
  boolean: true,
  phone: "13800000000",
  email: "name@example.com",
  url: "https://example.com",
};

function offered(field: Field): readonly string[] {
  return (field.choices ?? []).filter(({ archived }) => !archived).map(({ key }) => key);
}

const nothing = () => undefined;

const makes: Readonly<Record<string, (word: string, offered: readonly string[]) => unknown>> = {
  choice: (_, [first]) => first,
  choices: (_, all) => all.slice(0, 1),
  text: (word) => word,
  long_text: (word) => word,
  reference: (name) => ({ id: 1, name }),
  member: (name) => ({ id: 1, name }),
  team: (name) => ({ id: 1, name }),
};
