import { memo, useCallback, useEffect, useRef, type KeyboardEvent } from "react";

import { PickBox } from "@/features/design/desk/boxes";
import { across, opened, settle, walk } from "@/features/design/desk/roles/walking";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { actions, forget, named, reaches, rest, says, turn, turnRight, type Action } from "@/features/design/rights";
import type { Labelled, Role } from "@/features/design/shapes";
import { useRolesWords } from "@/features/design/words/roles";
import { say } from "@/lib/i18n";

interface Props {
  roles: readonly Role[];
  objects: readonly Labelled[];
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

/** Roles across, what they may do down: how far they see, each object, each right. Every cell is changed in place. */
export function RoleMatrix({ roles, objects, chosen, onChoose }: Props) {
  const t = useRolesWords();
  const { beyond } = useBeyond();
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    opened(table.current);
  });
  const rows: readonly Labelled[] = [{ key: rest, label: { zh: t.restRow, en: t.restRow } }, ...objects];
  return (
    <div className="design-scroll">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its cells are walked by arrows */}
      <table className="rights" ref={table} onKeyDown={walk} onFocus={settle}>
        <caption className="vh">{t.rolesTitle}</caption>
        <thead>
          <tr>
            <td />
            {roles.map((role) => (
              <th key={role.key} scope="col" className={role.key === chosen ? "rights-on" : undefined}>
                <button
                  type="button"
                  aria-pressed={role.key === chosen}
                  onClick={() => {
                    onChoose(role.key);
                  }}
                >
                  {say(role.label)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Scopes roles={roles} beyond={beyond} />
          <Head text={t.objectRows} wide={roles.length + 1} />
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {say(row.label)}
                {row.key === rest ? <small>{t.restHint}</small> : null}
              </th>
              {roles.map((role, i) => (
                <ObjectCell key={role.key} role={role} object={row} column={i * 10} beyond={beyond} />
              ))}
            </tr>
          ))}
          <Head text={t.rightRows} wide={roles.length + 1} />
          <Rights roles={roles} beyond={beyond} />
        </tbody>
      </table>
    </div>
  );
}

/** The places of what the person at this desk could not give. */
export function useBeyond(): { beyond: ReadonlySet<string>; count: number } {
  const { draft } = useEditor();
  const found = draft.faults.filter(({ code }) => code === "beyond_yours");
  return { beyond: new Set(found.map(({ place }) => place)), count: found.length };
}

function Head({ text, wide }: { text: string; wide: number }) {
  return (
    <tr className="rights-head">
      <th scope="rowgroup" colSpan={wide}>
        {text}
      </th>
    </tr>
  );
}

interface RowProps {
  roles: readonly Role[];
  beyond: ReadonlySet<string>;
}

function Scopes({ roles, beyond }: RowProps) {
  const t = useRolesWords();
  const { change } = useEditor();
  return (
    <tr>
      <th scope="row">{t.scopeRow}</th>
      {roles.map((role) => (
        <td key={role.key} className={beyond.has(`roles.${role.key}.scope`) ? "rights-beyond" : undefined}>
          <PickBox
            label={t.scopeOf(say(role.label))}
            value={role.scope ?? "own"}
            options={reaches.map((value) => ({ value, label: t.scopes[value] ?? value }))}
            onPick={(value) => {
              change([{ do: "set", place: ["roles", role.key, "scope"], value }]);
            }}
          />
        </td>
      ))}
    </tr>
  );
}

function Rights({ roles, beyond }: RowProps) {
  const t = useRolesWords();
  const { change } = useEditor();
  const order = Object.keys(t.rights);
  const known = [...new Set([...order, ...roles.flatMap((role) => role.rights ?? [])])];
  return known.map((right) => (
    <tr key={right}>
      <th scope="row">
        {t.rights[right] ?? right}
        <small>{t.rightsSaid[right] ?? ""}</small>
      </th>
      {roles.map((role, i) => (
        <td
          key={role.key}
          className={beyond.has(`roles.${role.key}.rights.${right}`) ? "rights-beyond" : undefined}
          title={beyond.has(`roles.${role.key}.rights.${right}`) ? t.beyondYours : undefined}
        >
          <input
            type="checkbox"
            aria-label={t.hasRight(t.rights[right] ?? right, say(role.label))}
            checked={role.rights?.includes(right) ?? false}
            onChange={() => {
              change(turnRight(role, right, order));
            }}
            {...across(i * 10)}
          />
        </td>
      ))}
    </tr>
  ));
}

interface CellProps {
  role: Role;
  object: Labelled;
  column: number;
  beyond: ReadonlySet<string>;
}

/** What one role may do with one object. */
function ObjectCell({ role, object, column, beyond }: CellProps) {
  const t = useRolesWords();
  const { change } = useEditor();
  const now = useRef(role);
  useEffect(() => {
    now.current = role;
  });
  const flip = useCallback(
    (action: Action) => {
      change(turn(now.current, object.key, action));
    },
    [change, object.key],
  );
  const allowed = named(role.objects, object.key);
  const own = object.key === rest || says(role, "objects", object.key);
  const follow = () => {
    change(forget(role, object.key));
  };
  return (
    <td
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Delete" || event.key === "Backspace") follow();
      }}
    >
      <span className={own ? "rights-acts" : "rights-acts rights-follow"}>
        {actions.map((action, i) => (
          <ActionTick
            key={action}
            action={action}
            label={t.may(say(object.label), t.actions[action], say(role.label))}
            on={allowed.includes(action)}
            beyond={beyond.has(`roles.${role.key}.objects.${object.key}.${action}`)}
            column={column + i}
            onFlip={flip}
          />
        ))}
        {own && object.key !== rest ? (
          <SmallAct label={t.follow(say(object.label), say(role.label))} onClick={follow}>
            ↺
          </SmallAct>
        ) : null}
      </span>
    </td>
  );
}

interface TickProps {
  action: Action;
  label: string;
  on: boolean;
  beyond: boolean;
  column: number;
  onFlip: (action: Action) => void;
}

const ActionTick = memo(function ActionTick({ action, label, on, beyond, column, onFlip }: TickProps) {
  const t = useRolesWords();
  return (
    <label className={beyond ? "rights-act rights-beyond" : "rights-act"} title={beyond ? t.beyondYours : undefined}>
      <input
        type="checkbox"
        aria-label={label}
        checked={on}
        onChange={() => {
          onFlip(action);
        }}
        {...across(column)}
      />
      <span>{t.actionSigns[action]}</span>
    </label>
  );
});
