import { useState } from "react";

import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { FieldRights } from "@/features/design/desk/roles/FieldRights";
import { RoleMatrix, useBeyond } from "@/features/design/desk/roles/RoleMatrix";
import { SeeAs } from "@/features/design/desk/roles/SeeAs";
import { RolePanel } from "@/features/design/desk/roles/RolePanel";
import type { Body } from "@/features/design/shapes";
import { useRolesWords } from "@/features/design/words/roles";
import { setSearch, useAddress } from "@/lib/router";
import { Segmented } from "@/ui/desk/choosers";
import { EmptyState } from "@/ui/desk/states";
import "@/features/design/desk/roles/roles.css";

/** The roles of a draft: what each may do, which fields are closed to it. */
export function RolesPage({ draft }: { draft: number }) {
  const t = useRolesWords();
  return (
    <DesignFrame id={draft} part="roles" first={t.tabRoles} title={() => t.rolesTitle}>
      {(body) => <Designer body={body} />}
    </DesignFrame>
  );
}

function Designer({ body }: { body: Body }) {
  const t = useRolesWords();
  const { search } = useAddress();
  const [fresh, setFresh] = useState<string | null>(null);
  const roles = body.roles ?? [];
  const role = roles.find(({ key }) => key === search.get("role")) ?? roles[0];
  const view = search.get("view") ?? "";
  const choose = (key: string, made = false) => {
    setFresh(made ? key : null);
    setSearch({ role: key });
  };
  if (role === undefined) return <EmptyState title={t.noRole} />;
  return (
    <>
      <Segmented
        label={t.rolesViews}
        value={view}
        onChange={(chosen) => {
          setSearch({ view: chosen });
        }}
        options={[
          { value: "", label: t.viewRights },
          { value: "fields", label: t.viewFields },
          { value: "as", label: t.viewAs },
        ]}
      />
      <Beyond />
      {view === "fields" ? <FieldRights roles={roles} /> : null}
      {view === "as" ? <SeeAs /> : null}
      {view !== "" ? null : (
        <>
          <p className="muted rights-legend">
            {t.rolesIntro} {t.rolesLegend}
          </p>
          <div className="rights-page">
            <RoleMatrix roles={roles} objects={body.objects} chosen={role.key} onChoose={choose} />
            <RolePanel key={role.key} role={role} fresh={fresh === role.key} onChoose={choose} />
          </div>
        </>
      )}
    </>
  );
}

/** That something here reaches further than one's own rights. */
function Beyond() {
  const t = useRolesWords();
  if (useBeyond().count === 0) return null;
  return (
    <p className="design-not-done" role="status">
      <b>{t.beyondTitle}</b> {t.beyondIntro}
    </p>
  );
}
