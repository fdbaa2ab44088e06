import { useState, type SyntheticEvent } from "react";

import { useLogIn } from "@/features/org/api";
import { useSetupOpen } from "@/features/setup/api";
import { Link, navigate, useAddress } from "@/lib/router";
import { workspacesHere } from "@/lib/workspaces";
import { useShared } from "@/lib/words/shared";
import { Languages } from "@/pages/desk/login/Languages";
import { PasswordBox } from "@/pages/desk/login/PasswordBox";
import { useLoginWords } from "@/pages/desk/login/words";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";
import { useKit } from "@/ui/kit";
import "@/pages/desk/login/login.css";

/** The way in. A password may be pasted or filled in by a password manager. */
export function LoginPage() {
  const t = useLoginWords();
  const shared = useShared();
  const { Text } = useKit();
  const { search } = useAddress();
  const [workspace, setWorkspace] = useState(() => search.get("w") ?? workspacesHere()[0]?.key ?? "");
  const logIn = useLogIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    logIn.mutate(
      { login: login.trim(), password, ...(workspace.trim() === "" ? {} : { workspace: workspace.trim() }) },
      {
        onSuccess: () => {
          navigate(inside(search.get("next")), { replace: true });
        },
      },
    );
  };
  return (
    <main className="login">
      <form onSubmit={send}>
        <p className="login-name">{shared.product}</p>
        <p className="login-lead">{t.lead}</p>
        <Where workspace={workspace} onChange={setWorkspace} />
        <h1 className="vh">{t.title}</h1>
        <label htmlFor="login">{t.login}</label>
        <Text id="login" value={login} onChange={setLogin} autoComplete="username" />
        <PasswordBox
          id="password"
          label={t.password}
          value={password}
          onChange={setPassword}
          complete="current-password"
        />
        <Problem error={logIn.error} />
        <Button look="primary" submit wide busy={logIn.isPending} disabled={login.trim() === "" || password === ""}>
          {t.go}
        </Button>
        <NewLink />
        <Languages />
      </form>
    </main>
  );
}

/** To which company one logs in: the one of the link, else the last one here; another by its key. */
function Where({ workspace, onChange }: { workspace: string; onChange: (key: string) => void }) {
  const t = useLoginWords();
  const { Text } = useKit();
  const [asking, setAsking] = useState(false);
  const known = workspacesHere();
  const name = known.find((one) => one.key === workspace)?.name ?? workspace;
  if (asking) {
    return (
      <>
        <label htmlFor="workspace">{t.workspaceKey}</label>
        <Text id="workspace" value={workspace} onChange={onChange} autoComplete="organization" />
        {known
          .filter((one) => one.key !== workspace)
          .map((one) => (
            <button
              key={one.key}
              type="button"
              className="login-where"
              onClick={() => {
                onChange(one.key);
                setAsking(false);
              }}
            >
              {one.name}
            </button>
          ))}
      </>
    );
  }
  return (
    <p className="muted">
      {name === "" ? null : `${t.workspace(name)} `}
      <button
        type="button"
        className="login-where"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t.another}
      </button>
    </p>
  );
}

function NewLink() {
  const t = useLoginWords();
  if (useSetupOpen().data !== true) return null;
  return (
    <p className="login-new">
      <Link to="/new">{t.found}</Link>
    </p>
  );
}

/** Where to go after the log-in: only ever a page of this site. */
export function inside(next: string | null): string {
  return next?.startsWith("/") === true && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}
