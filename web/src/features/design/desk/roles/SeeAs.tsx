import { useState } from "react";

import { useAs, useAsPeople, useAsRecords } from "@/features/design/api";
import { useEditor } from "@/features/design/editing";
import type { DesignObject, SeenAs, SeenAsObject, SeenAsRecord } from "@/features/design/shapes";
import { useRolesWords } from "@/features/design/words/roles";
import { FieldValue } from "@/features/objects/FieldForm";
import type { Field } from "@/features/objects/api";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { EmptyState, Loaded } from "@/ui/desk/states";

/** See a draft as one of the people would: whom, what they would have, what changes for them. */
export function SeeAs() {
  const t = useRolesWords();
  const { draft } = useEditor();
  const chosen = Number(useAddress().search.get("person") ?? 0);
  return (
    <div className="rights-as">
      <WhoSees chosen={chosen} />
      {chosen === 0 ? (
        <EmptyState title={t.asWhom} hint={t.asHint} />
      ) : (
        <AsSomebody key={chosen} id={draft.id} person={chosen} revision={draft.revision} />
      )}
    </div>
  );
}

function WhoSees({ chosen }: { chosen: number }) {
  const t = useRolesWords();
  const { draft, body } = useEditor();
  const [sought, setSought] = useState("");
  const people = useAsPeople(draft.id, sought);
  return (
    <section className="card" aria-label={t.asWhom}>
      <input
        className="native-box"
        type="search"
        aria-label={t.asFind}
        placeholder={t.asFind}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value);
        }}
      />
      <Loaded of={people}>
        {(found) => (
          <ul className="rights-people">
            {found.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  aria-pressed={one.id === chosen}
                  onClick={() => {
                    setSearch({ person: String(one.id), object: null });
                  }}
                >
                  {one.name}
                  <small>{say(body.roles?.find(({ key }) => key === one.role)?.label) || one.role}</small>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function AsSomebody({ id, person, revision }: { id: number; person: number; revision: number }) {
  const t = useRolesWords();
  const { search } = useAddress();
  return (
    <Loaded of={useAs(id, person, revision)}>
      {(seen) => {
        const there = seen.objects.filter((one) => one.there);
        const object = there.find(({ key }) => key === search.get("object")) ?? there[0];
        return (
          <div>
            <p className="muted">{t.asNoted(seen.person.name)}</p>
            {seen.narrowed ? <p className="rights-narrowed">{t.asNarrowed}</p> : null}
            <Different seen={seen} />
            <div className="rights-seen">
              <MenuAs seen={seen} chosen={object?.key} />
              {object === undefined ? (
                <EmptyState title={t.asNothing} />
              ) : (
                <Records key={object.key} id={id} person={person} revision={revision} object={object} />
              )}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}

function Different({ seen }: { seen: SeenAs }) {
  const t = useRolesWords();
  const rights = seen.rights.map((right) => t.rights[right] ?? right);
  return (
    <section className="card" aria-label={t.asChanges}>
      <h2>{t.asChanges}</h2>
      {seen.changes.length === 0 ? <p>{t.asSame(seen.person.name)}</p> : null}
      <ul className="design-lines">
        {seen.changes.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p className="muted">
        {t.scopeRow} · {t.scopes[seen.scope] ?? seen.scope} / {t.rightRows} ·{" "}
        {rights.length === 0 ? t.asNoRights : rights.join(" / ")}
      </p>
    </section>
  );
}

/** Their menu, with how many of each they see now and then. */
function MenuAs({ seen, chosen }: { seen: SeenAs; chosen: string | undefined }) {
  const t = useRolesWords();
  const { body } = useEditor();
  const counted = (n: number | null) => (n === null ? t.asUnknown : String(n));
  return (
    <nav aria-label={t.asMenu} className="card">
      <h2>{t.asMenu}</h2>
      <ul className="rights-people">
        {seen.objects
          .filter((one) => one.there)
          .map((one) => (
            <li key={one.key}>
              <button
                type="button"
                aria-pressed={one.key === chosen}
                onClick={() => {
                  setSearch({ object: one.key });
                }}
              >
                {say(body.objects.find(({ key }) => key === one.key)?.label)}
                <small>{one.only_drafted ? t.asOnlyDrafted : t.asCounts(counted(one.now), counted(one.then))}</small>
              </button>
            </li>
          ))}
      </ul>
    </nav>
  );
}

interface RecordsProps {
  id: number;
  person: number;
  revision: number;
  object: SeenAsObject;
}

function Records({ id, person, revision, object }: RecordsProps) {
  const t = useRolesWords();
  const { body } = useEditor();
  const [opened, setOpened] = useState<number | null>(null);
  const records = useAsRecords(id, person, object.key, revision);
  const drafted = body.objects.find(({ key }) => key === object.key);
  if (drafted === undefined) return null;
  const may = object.actions.map((action) => t.actions[action as keyof typeof t.actions]);
  return (
    <section className="card" aria-label={say(drafted.label)}>
      <h2>{say(drafted.label)}</h2>
      <p className="muted">
        {t.asMay} · {may.join(" / ")}
      </p>
      <Loaded of={records}>
        {({ items, closed }) => {
          const one = items.find((item) => item.id === opened) ?? items[0];
          if (one === undefined) return <p>{object.then === null ? t.asClosedObject : t.asNoRecords}</p>;
          return (
            <div className="rights-records">
              <ul className="rights-people">
                {items.map((item) => (
                  <li key={item.id}>
                    <button
                      type="button"
                      aria-pressed={item.id === one.id}
                      onClick={() => {
                        setOpened(item.id);
                      }}
                    >
                      {item.title}
                      <small>{item.owner}</small>
                    </button>
                  </li>
                ))}
              </ul>
              <FormAs object={drafted} look={object} record={one} closed={closed} />
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

interface FormProps {
  object: DesignObject;
  look: SeenAsObject;
  record: SeenAsRecord;
  closed: readonly string[];
}

/** A record as they would have it: what is hidden is named and not shown, what they can't change is marked. */
function FormAs({ object, look, record, closed }: FormProps) {
  const t = useRolesWords();
  const hidden = object.fields.filter(({ key }) => look.hidden.includes(key));
  const fixed = (key: string) => look.readonly.includes(key) || !look.actions.includes("update");
  return (
    <div>
      <h3>{record.title}</h3>
      <dl className="rights-form">
        {object.fields
          .filter(({ key }) => !look.hidden.includes(key))
          .map((field) => (
            <div key={field.key}>
              <dt>
                {say(field.label)}{" "}
                {fixed(field.key) ? <mark className="rights-personal">{t.openness.readonly}</mark> : null}
              </dt>
              <dd>
                {closed.includes(field.key) ? (
                  <span className="muted">{t.asClosedField}</span>
                ) : (
                  <FieldValue field={field as Field} value={record.values[field.key]} />
                )}
              </dd>
            </div>
          ))}
      </dl>
      {hidden.length === 0 ? null : <p className="muted">{t.asHidden(hidden.map(({ label }) => say(label)))}</p>}
    </div>
  );
}
