import { choicesOf } from "@/features/design/choices";
import { numeric } from "@/features/design/formulas";
import { expiring } from "@/features/design/rules/expiring";
import { processOf } from "@/features/design/rules/happenings";
import type { Action, Level, Rule, Trigger, Whom } from "@/features/design/rules/shapes";
import type { Body, Both, DesignObject } from "@/features/design/shapes";

/** Rules to begin with: ready sentences about the records of this configuration, to be adapted. */

export interface Sample {
  readonly key: string;
  readonly rule: Omit<Rule, "key">;
}

/** The samples that this configuration has all it takes for. */
export function samples(body: Body, skills: readonly string[] = []): readonly Sample[] {
  const object = mainObject(body);
  if (object === undefined) return [];
  const made = makers.map(([key, make]) => ({ key, rule: make({ body, object, skills, name: `{${object.title}}` }) }));
  return made.flatMap(({ key, rule }) => (rule === null ? [] : [{ key, rule }]));
}

/** What most is about: whatever walks the first process. */
export function mainObject(body: Body): DesignObject | undefined {
  const [process] = body.processes ?? [];
  return body.objects.find(({ key }) => key === process?.object) ?? body.objects[0];
}

interface Setting {
  readonly body: Body;
  readonly object: DesignObject;
  readonly skills: readonly string[];
  /** What a record is called, as a text names it. */
  readonly name: string;
}

type Make = (setting: Setting) => Omit<Rule, "key"> | null;

const owner: Whom = { who: "owner" };
const manager: Whom = { who: "manager" };
const contact: Trigger = { event: "activity.logged" };

function both(zh: string, en: string): Both {
  return { zh, en };
}

function alert(to: readonly Whom[], level: Level, text: Both): Action {
  return { key: "alert_1", do: "alert", to, level, text };
}

const firstResponse: Make = ({ object, name }) => ({
  label: both("首次响应不超过 2 小时", "First response within 2 hours"),
  object: object.key,
  on: [{ event: "record.created" }, { event: "record.assigned" }],
  wait: { limit: "2 working_hours", unless: [contact] },
  then: [
    alert(
      [owner, manager],
      "due",
      both(`${name} 两小时没有响应，请马上联系`, `${name}: no response for 2 hours, get in touch now`),
    ),
  ],
});

const shared: Make = ({ body, object }) => {
  const role = (body.roles ?? []).find(({ scope }) => scope === "own");
  if (role === undefined) return null;
  return {
    label: both("新线索轮流分配", "New leads are shared out in turn"),
    object: object.key,
    on: [{ event: "record.created" }],
    then: [{ key: "assign_1", do: "assign", how: "in_turn", role: role.key }],
  };
};

const reclaimed: Make = ({ body, object }) => {
  if (!(body.pools ?? []).some((pool) => pool.object === object.key)) return null;
  return {
    label: both("分配后 2 小时没有联系，收回公海", "Not contacted within 2 hours of being assigned: back to the pool"),
    object: object.key,
    on: [{ event: "record.assigned" }],
    wait: { limit: "2 working_hours", unless: [contact] },
    then: [{ key: "release_1", do: "release" }],
  };
};

const noFollowUp: Make = ({ object, name }) => ({
  label: both("48 小时没有跟进", "No follow-up for 48 hours"),
  object: object.key,
  on: [contact, { event: "record.created" }],
  wait: { limit: "48 hours" },
  then: [alert([owner], "warn", both(`${name} 两天没有跟进了`, `${name}: nobody was in touch for two days`))],
});

const untouched: Make = ({ body, object, name }) => ({
  label: both("5 天没有动静", "Untouched for 5 days"),
  object: object.key,
  on: [
    { event: "record.created" },
    { event: "record.changed" },
    contact,
    ...(processOf(body, object.key) === undefined ? [] : [{ event: "stage.entered" } as const]),
  ],
  wait: { limit: "5 days" },
  then: [
    alert([owner, manager], "warn", both(`${name} 五天没有任何动静`, `${name}: nothing has happened for five days`)),
  ],
});

const silent: Make = ({ body, object, name }) => ({
  label: both("客户 3 天没有回音，主管介入", "The customer is silent for 3 days: the manager steps in"),
  object: object.key,
  on: [contact],
  wait: {
    limit: "3 days",
    unless:
      processOf(body, object.key) === undefined
        ? []
        : [{ event: "confirmation.confirmed" }, { event: "confirmation.declined" }],
  },
  then: [
    {
      key: "task_1",
      do: "task",
      to: manager,
      title: both(`和客户通个电话：${name}`, `Call the customer: ${name}`),
      due: "1 workday",
    },
    alert(
      [owner],
      "warn",
      both(`${name} 三天没有回音，已请主管介入`, `${name}: silent for three days, your manager steps in`),
    ),
  ],
});

const noProgress: Make = ({ body, object, name }) =>
  processOf(body, object.key) === undefined
    ? null
    : {
        label: both("两周没有推进", "No progress for two weeks"),
        object: object.key,
        on: [{ event: "stage.entered" }],
        wait: { limit: "14 days", unless: [{ event: "journey.closed" }] },
        then: [alert([owner, manager], "escalate", both(`${name} 两周没有推进`, `${name}: no progress for two weeks`))],
      };

const bigOne: Make = ({ body, object, name, skills }) => {
  const amount = amountOf(body, object);
  const trade = tradeOf(body, object);
  if (trade === null || amount === undefined) return null;
  const skill = skills.find((one) => one === "government") ?? skills[0];
  return {
    label: trade.label,
    object: object.key,
    on: [{ event: "record.changed", only: [trade.field, amount] }],
    when: {
      all: [
        { field: trade.field, op: "eq", value: trade.choice },
        { field: amount, op: "gt", value: 500_000 },
      ],
    },
    then: [
      {
        key: "task_1",
        do: "task",
        to: skill === undefined ? manager : { who: "skill", key: skill },
        title: { zh: `${trade.task.zh}：${name}`, en: `${trade.task.en}: ${name}` },
        due: "3 workdays",
      },
    ],
  };
};

const education = {
  label: both("教育行业大单：备案流程", "Big deals in education: filing"),
  task: both("教育局备案流程说明", "Explain how it is filed"),
};
const whatever = {
  label: both("大单：请懂行的人出手", "Big deals: somebody who knows about them"),
  task: both("大单，请支持", "A big deal, please help"),
};

/** By which choice big deals are told apart: education, where there is such a trade; else the first choice there is. */
function tradeOf(body: Body, object: DesignObject) {
  const kinds = object.fields.filter(({ type }) => type === "choice");
  const trade = kinds.find((one) => choicesOf(body, one).some(({ key }) => key === "education"));
  if (trade !== undefined) return { field: trade.key, choice: "education", ...education };
  const [first] = kinds;
  const [choice] = choicesOf(body, first);
  return first === undefined || choice === undefined ? null : { field: first.key, choice: choice.key, ...whatever };
}

const intent: Make = ({ object, name }) => {
  const marks = object.fields.filter(({ type }) => type === "boolean");
  const mark = marks.find(({ key }) => key.includes("intent")) ?? marks[0];
  return {
    label: both("客户有意向：对比资料和主管复核", "The customer intends to buy: comparison and review"),
    object: object.key,
    ...(mark === undefined
      ? { on: [contact] }
      : {
          on: [{ event: "record.changed", only: [mark.key] } as const],
          when: { field: mark.key, op: "eq", value: true } as const,
        }),
    then: [
      {
        key: "push_1",
        do: "push",
        to: [owner],
        label: both("竞品对比模板", "Comparison template"),
        text: both(`把和竞品的对比填好，发给客户：${name}`, `Fill in the comparison and send it: ${name}`),
      },
      {
        key: "task_1",
        do: "task",
        to: manager,
        title: both(`48 小时内复核：${name}`, `Review within 48 hours: ${name}`),
        due: "48 hours",
      },
    ],
  };
};

function amountOf(body: Body, object: DesignObject): string | undefined {
  const named = processOf(body, object.key)?.amount;
  return named ?? object.fields.find(({ type }) => numeric.includes(type))?.key;
}

const makers: readonly (readonly [string, Make])[] = [
  ["first_response", firstResponse],
  ["shared", shared],
  ["reclaimed", reclaimed],
  ["no_follow_up", noFollowUp],
  ["untouched", untouched],
  ["silent", silent],
  ["no_progress", noProgress],
  ["big_one", bigOne],
  ["intent", intent],
  ["expiring", ({ body, object }) => expiring(body.objects, object)],
];

/** A rule that says hardly anything yet, and may stand as it is. */
export function plainRule(object: DesignObject, label: Both): Omit<Rule, "key"> {
  const text = both(`{${object.title}} 有新情况，看一下`, `Something about {${object.title}}: have a look`);
  return { label, object: object.key, on: [{ event: "record.created" }], then: [alert([owner], "info", text)] };
}
