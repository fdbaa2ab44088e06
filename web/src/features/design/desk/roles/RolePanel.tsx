import { useMemo, useState } from "react";

import { useRolePeople } from "@/features/design/api";
import { renamed } from "@/features/design/body";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { Along } from "@/features/design/desk/Along";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { useEditor } from "@/features/design/editing";
import { removeRole } from "@/features/design/removing";
import { copyRole, moveRole } from "@/features/design/rights";
import type { Both, Role } from "@/features/design/shapes";
import { useRolesWords } from "@/features/design/words/roles";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";

interface Props {
  role: Role;
  /** Just made: its name waits to be typed. */
  fresh: boolean;
  onChoose: (key: string, fresh?: boolean) => void;
}

/** One role: how it is called, who has it, where it stands; a copy of it, and its end. */
export function RolePanel({ role, fresh, onChoose }: Props) {
  const t = useRolesWords();
  const { body, change, draft } = useEditor();
  const people = useRolePeople(draft.id).data?.[role.key] ?? 0;
  const rename = (which: keyof Both) => (text: string) => {
    change([{ do: "set", place: ["roles", role.key, "label"], value: renamed(role.label, which, text) }]);
  };
  return (
    <section className="design-panel rights-panel" aria-label={t.roleChosen}>
      <h2>{say(role.label)}</h2>
      <p className="muted">
        {t.rolePeople(people)} · {t.roleKey(role.key)}
      </p>
      <Row label={t.roleName}>
        {(id) => <TextBox id={id} needed fresh={fresh} value={role.label.zh} onKeep={rename("zh")} />}
      </Row>
      <Row label={t.roleEn}>{(id) => <TextBox id={id} needed value={role.label.en} onKeep={rename("en")} />}</Row>
      <div className="rights-panel-acts">
        {([-1, 1] as const).map((by) => (
          <Button
            key={by}
            disabled={moveRole(body, role, by).length === 0}
            onClick={() => {
              change(moveRole(body, role, by));
            }}
          >
            {by === -1 ? t.roleLeft : t.roleRight}
          </Button>
        ))}
        <Button
          onClick={() => {
            const label = { zh: t.roleCopied(role.label.zh), en: t.roleCopied(role.label.en) };
            const { edit, key } = copyRole(body, role, label);
            change(edit);
            onChoose(key, true);
          }}
        >
          {t.roleCopy}
        </Button>
        <Leaving role={role} people={people} onChoose={onChoose} />
      </div>
    </section>
  );
}

function Leaving({ role, people, onChoose }: { role: Role; people: number; onChoose: Props["onChoose"] }) {
  const t = useRolesWords();
  const { body, change } = useEditor();
  const [asked, setAsked] = useState(false);
  const { edit, told } = useMemo(() => removeRole(body, role), [body, role]);
  const others = (body.roles ?? []).filter(({ key }) => key !== role.key);
  const stays = others.length === 0 ? t.roleLast : people > 0 ? t.roleHeld(people) : null;
  const over = () => {
    setAsked(false);
  };
  return (
    <>
      <Button
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.roleRemove}
      </Button>
      {!asked ? null : stays === null ? (
        <RemoveDialog
          title={t.roleRemoveTitle(say(role.label))}
          intro={t.roleRemoveIntro}
          onRemove={() => {
            over();
            onChoose(others[0]?.key ?? "");
            change(edit);
          }}
          onClose={over}
        >
          <Along told={told} />
        </RemoveDialog>
      ) : (
        <Modal open title={t.roleHeldTitle(say(role.label))} onClose={over}>
          <p>{stays}</p>
        </Modal>
      )}
    </>
  );
}
