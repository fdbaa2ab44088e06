import { useEffect, useRef, useState } from "react";

import { PickBox } from "@/features/design/desk/boxes";
import { useBeyond } from "@/features/design/desk/roles/RoleMatrix";
import { across, opened, settle, walk } from "@/features/design/desk/roles/walking";
import { useEditor } from "@/features/design/editing";
import { close, openness, rest, says, toldBy, type Openness } from "@/features/design/rights";
import type { Body, DesignField, DesignObject, Role } from "@/features/design/shapes";
import { useRolesWords } from "@/features/design/words/roles";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";

const after: Readonly<Record<Openness, Openness>> = { open: "readonly", readonly: "hidden", hidden: "open" };

const parts = ["hidden", "readonly"] as const;

/** The fields of an object, and how open each is to every role. */
export function FieldRights({ roles }: { roles: readonly Role[] }) {
  const t = useRolesWords();
  const { body } = useEditor();
  const wanted = useAddress().search.get("object");
  const [sought, setSought] = useState("");
  const [limited, setLimited] = useState(false);
  const object =
    wanted === rest ? everyField(body) : (body.objects.find(({ key }) => key === wanted) ?? body.objects[0]);
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    opened(table.current);
  });
  if (object === undefined) return null;
  const isLimited = (field: DesignField) =>
    field.personal === true || roles.some((role) => openness(role, object.key, field.key) !== "open");
  const shown = object.fields.filter(
    (field) => fits(field, sought.trim().toLowerCase()) && (!limited || isLimited(field)),
  );
  return (
    <section aria-label={t.viewFields}>
      <Finder
        object={object.key}
        sought={sought}
        onSeek={setSought}
        limited={limited}
        onLimit={() => {
          setLimited(!limited);
        }}
      />
      <p className="muted">
        {t.fieldsHelp} {object.key === rest ? t.fieldRestHint : t.fieldsFollow}
      </p>
      <div className="design-scroll">
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its cells are walked by arrows */}
        <table className="rights" ref={table} onKeyDown={walk} onFocus={settle}>
          <caption className="vh">{t.viewFields}</caption>
          <thead>
            <tr>
              <td />
              {roles.map((role) => (
                <th key={role.key} scope="col">
                  {say(role.label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <tr key={field.key}>
                <th scope="row">
                  {say(field.label)}{" "}
                  {field.personal === true ? <mark className="rights-personal">{t.personal}</mark> : null}
                </th>
                {roles.map((role, i) => (
                  <Cell key={role.key} role={role} object={object} field={field} column={i} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 ? <p className="muted">{t.noFieldsFound}</p> : null}
    </section>
  );
}

interface FinderProps {
  object: string;
  sought: string;
  onSeek: (text: string) => void;
  limited: boolean;
  onLimit: () => void;
}

/** Which object's fields, and which of them. */
function Finder({ object, sought, onSeek, limited, onLimit }: FinderProps) {
  const t = useRolesWords();
  const { body } = useEditor();
  return (
    <div className="bar rights-find">
      <PickBox
        label={t.fieldsOf}
        value={object}
        options={[
          ...body.objects.map((one) => ({ value: one.key, label: say(one.label) })),
          { value: rest, label: t.restRow },
        ]}
        onPick={(key) => {
          setSearch({ object: key });
        }}
      />
      <input
        className="native-box"
        type="search"
        aria-label={t.fieldsFilter}
        placeholder={t.fieldsFilter}
        value={sought}
        onChange={(event) => {
          onSeek(event.target.value);
        }}
      />
      <label className="rights-only">
        <input type="checkbox" checked={limited} onChange={onLimit} />
        {t.fieldsLimited}
      </label>
    </div>
  );
}

function Cell(props: { role: Role; object: DesignObject; field: DesignField; column: number }) {
  const { role, object, field, column } = props;
  const t = useRolesWords();
  const { change } = useEditor();
  const { beyond } = useBeyond();
  const here = openness(role, object.key, field.key);
  const told = here === "hidden" ? [] : toldBy(role, object, field);
  const own = object.key === rest || parts.some((part) => says(role, part, object.key));
  const over = parts.some((part) => beyond.has(`roles.${role.key}.${part}.${object.key}.${field.key}`));
  const known = object.fields.map(({ key }) => key);
  return (
    <td className={over ? "rights-beyond" : undefined} title={over ? t.beyondYours : undefined}>
      <button
        type="button"
        className={`rights-open rights-${here}${own ? "" : " rights-follow"}`}
        aria-label={t.openOf(say(field.label), say(role.label), t.openness[here])}
        onClick={() => {
          change(close(role, object.key, known, field.key, after[here]));
        }}
        {...across(column)}
      >
        {t.openness[here]}
      </button>
      {told.length === 0 ? null : (
        <small className="rights-told">{t.toldBy(told.map(({ label }) => say(label)))}</small>
      )}
    </td>
  );
}

/** All fields of all objects, each name once: what a role may close in whatever is not named. */
function everyField(body: Body): DesignObject {
  const fields = new Map(body.objects.flatMap((one) => one.fields).map((field) => [field.key, field]));
  const plain = [...fields.values()].map(({ formula: _formula, ...field }) => field);
  return { key: rest, label: { zh: rest, en: rest }, title: "", fields: plain };
}

function fits(field: DesignField, sought: string): boolean {
  return [field.key, field.label.zh, field.label.en].some((text) => text.toLowerCase().includes(sought));
}
