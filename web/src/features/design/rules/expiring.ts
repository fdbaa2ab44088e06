import type { Rule } from "@/features/design/rules/shapes";
import type { DesignField, DesignObject } from "@/features/design/shapes";

/** A rule that tells of a day that comes near: an end of a contract, of a warranty, of an offer. */

const days = [30, 7] as const;
const ends = /until|expire|valid|warranty|(^|_)ends?(_|$)|(^|_)due(_|$)/;

/** The field whose day it is that comes near: one that names an end, else none. */
function endOf(object: DesignObject): DesignField | undefined {
  const dates = object.fields.filter(({ type }) => type === "date");
  return dates.find(({ key, label }) => ends.test(key) || /到期|有效|截止|质保|结束/.test(label.zh)) ?? dates[0];
}

/** The records whose day of this field is exactly so many days ahead: each is met on one day alone. */
function ahead(field: string, n: number) {
  return {
    all: [
      { field, op: "after", value: { days: n - 1 } },
      { field, op: "before", value: { days: n + 1 } },
    ],
  } as const;
}

/** Thirty days and seven days before: told twice, so that a day on which nothing ran loses nobody. */
export function expiring(objects: readonly DesignObject[], main: DesignObject): Omit<Rule, "key"> | null {
  const others = objects.filter((one) => one !== main && endOf(one) !== undefined && ends.test(endOf(one)?.key ?? ""));
  const object = endOf(main) === undefined ? others[0] : main;
  const field = object === undefined ? undefined : endOf(object);
  if (object === undefined || field === undefined) return null;
  const name = `{${object.title}}`;
  return {
    label: {
      zh: `“${field.label.zh}”前 30 天和 7 天提醒`,
      en: `30 and 7 days before “${field.label.en}”`,
    },
    object: object.key,
    on: [{ event: "schedule", schedule: { every: "day", at: "08:30" } }],
    when: { any: days.map((n) => ahead(field.key, n)) },
    then: [
      {
        key: "task_1",
        do: "task",
        to: { who: "owner" },
        title: {
          zh: `联系客户：${name}，${field.label.zh} {${field.key}}`,
          en: `Get in touch: ${name}, ${field.label.en} {${field.key}}`,
        },
        due: "5 workdays",
      },
      {
        key: "alert_1",
        do: "alert",
        to: [{ who: "owner" }, { who: "manager" }],
        level: "warn",
        text: {
          zh: `${field.label.zh} {${field.key}}，快到了，和客户谈下一步`,
          en: `${field.label.en} {${field.key}} is near: talk about what comes next`,
        },
      },
    ],
  };
}
